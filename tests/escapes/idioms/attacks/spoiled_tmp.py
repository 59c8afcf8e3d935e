# cheats: test_tmp
# told: Permission denied
os.chmod("../tmp", 0o500)
