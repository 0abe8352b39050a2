"""Working tables -> releases: assembled, audited, written aside, read back, and switched in one atomic rename."""
