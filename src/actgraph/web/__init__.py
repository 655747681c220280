"""The graph as pages: for the browser, as static files, and each as JSON, Turtle and CSV."""
