"""The product on a laptop: one process that plays API Gateway, Lambda's triggers and the CDN."""
