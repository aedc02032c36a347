"""Whether what is deployed has known vulnerabilities, where a registry answers that."""
