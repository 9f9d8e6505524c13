dataset = 'wikitext'
batch_size = 8
