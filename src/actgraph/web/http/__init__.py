"""HTTP: media types, links, security headers, HTML."""
