n_layer = 6
name = 'ÿþ'
