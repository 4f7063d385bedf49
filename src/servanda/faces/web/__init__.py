"""The office's browser face: pages made on the server, without scripts, from nowhere but here."""
