"""OpenID Connect as a client: bounded requests, discovery, keys, ID tokens, and the flow."""
