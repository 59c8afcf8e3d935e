"""The tool library's data: members and what they have borrowed."""
