"""The engines behind the local stack and the tests: moto in-process, and Java ones fetched."""
