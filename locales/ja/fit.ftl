## 「カードに載るか」のページの計算式

book-fit = カードと報告

formula-sold_as = 公称容量
    .meaning = 箱に書かれた容量。GBとありますが、GiBを指します。
    .source = メーカーの商品名と仕様
formula-sold_meant = 公称容量の意味する大きさ
    .meaning = 公称容量を2進の単位で読み直したもの。
    .source = このサイトの定義
formula-card_short = 公称容量との差
    .meaning = `nvidia-smi`の総量が、意味する容量を下回る分。
    .source = このサイトの定義
formula-fit--cards = 総量の分かるカードの数
    .meaning = 表のうち、総量が見つかったもの。
    .source = このサイトの定義
formula-fit--cards_short = 公称容量に届かないカードの数
    .meaning = そのうち、総量が公称容量に届かないもの。
    .source = このサイトの定義
formula-fit--most_short = 最大の不足
    .meaning = 割合で見て最も大きいもの。
    .source = このサイトの定義
formula-largest_batch--beside_others = ほかのプロセスがあるときの最大
    .meaning = D1のカードと同じだけ、ほかのプロセスが使っている場合。
    .source = このサイトの定義
scenario-xl_finetune = GPT-2 XLの微調整
    .meaning = nanoGPTのfinetune_shakespeare。マイクロバッチ1、蓄積32。
scenario-large_finetune = GPT-2 largeの微調整
    .meaning = 同じ設定をGPT-2 largeで。
formula-xl_finetune--allocated = GPT-2 XL、不足したときの割り当て
    .meaning = 24 GBのカードで、エラーの時点で割り当て済みだった量。
    .source = 報告：karpathy/nanoGPT, issue 208
formula-gpt2_batch_4--used = GPT-2、バッチ4の報告値
    .meaning = 16 GBのカードで使われたとされる量。
    .source = 報告：karpathy/nanoGPT, issue 437
formula-gpt2_batch_64--used = GPT-2、バッチ64の報告値
    .meaning = 80 GBのカード8枚のうちの1枚で使われたとされる量。
    .source = 報告：logbob0401/build-nanogpt, practice.md
