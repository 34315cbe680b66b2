"""Files by HTTP: asked for with care, since the server is a stranger."""
