## “装得下吗”一页的公式

book-fit = 显卡与报告

formula-sold_as = 标称容量
    .meaning = 包装上写的容量：写作GB，实指GiB。
    .source = 厂商的产品名与规格
formula-sold_meant = 实指的容量
    .meaning = 把标称容量按GiB来读。
    .source = 本站的定义
formula-card_short = 差额
    .meaning = `nvidia-smi`的总量比实指的容量少多少。
    .source = 本站的定义
formula-fit--cards = 有读数的显卡数
    .meaning = 表中查到总量的显卡。
    .source = 本站的定义
formula-fit--cards_short = 读数偏少的显卡数
    .meaning = 其中总量不到标称容量的。
    .source = 本站的定义
formula-fit--most_short = 最大差额
    .meaning = 按比例最大的一个。
    .source = 本站的定义
formula-largest_batch--beside_others = 有别的进程时的最大微批
    .meaning = 别的进程占用与D1那块显卡上相同时。
    .source = 本站的定义
scenario-xl_finetune = GPT-2 XL微调
    .meaning = nanoGPT的finetune_shakespeare：微批1，累积32。
scenario-large_finetune = GPT-2 large微调
    .meaning = 同样的设置，换成GPT-2 large。
formula-xl_finetune--allocated = GPT-2 XL出错时的分配量
    .meaning = 24 GB显卡上，报错时已分配的量。
    .source = 报告：karpathy/nanoGPT, issue 208
formula-gpt2_batch_4--used = GPT-2批大小4的报告值
    .meaning = 16 GB显卡上据称的用量。
    .source = 报告：karpathy/nanoGPT, issue 437
formula-gpt2_batch_64--used = GPT-2批大小64的报告值
    .meaning = 八块80 GB显卡之一据称的用量。
    .source = 报告：logbob0401/build-nanogpt, practice.md
