dataset = 'wikitext'
vocab_size = 32000
