n_layer	=	6	#x
n_head = 6

n_embd= 384
