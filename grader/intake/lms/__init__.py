"""A class's work as an LMS hands it out, from one folder or archive to submissions by student and exercise."""
