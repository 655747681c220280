"""What people write as a citation → the IRI that it names, and labels."""
