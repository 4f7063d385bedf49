"""One module for each page: what its template is given, and where it lives."""
