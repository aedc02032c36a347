"""The product on a laptop: a front that plays API Gateway, Lambda's triggers and the CDN."""
