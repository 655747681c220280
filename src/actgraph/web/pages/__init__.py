"""The pages: what each of them holds."""
