"""A second reader of the references, written without looking at the project's own, from the HTML of each edition."""
