## The calculator: `{% calculator … %}`

# The form
calculator-inputs = 入力
calculator-results = 結果
calculator-preset = 設定例から始める
calculator-own = 自分で入力した値
calculator-reset = 最初の値に戻す
calculator-no-script = JavaScriptが無効なため、例の値で計算した結果を表示しています。入力を変えて計算するには、JavaScriptを有効にしてください。
calculator-no-server = ファイルとして開いたページでは計算できないため、例の値で計算した結果を表示しています。
calculator-invalid = 入力に誤りがあるため、結果を更新していません。

# What is wrong with a field
calculator-error-empty = 値を入力してください。
calculator-error-number = 数値として読み取れません。
calculator-error-unit = 単位が分かりません。使える単位：{ $values }
calculator-error-whole = 整数を入力してください。
calculator-error-least = { $limit }以上にしてください。
calculator-error-above = { $limit }より大きくしてください。
calculator-error-most = { $limit }以下にしてください。
calculator-error-below = { $limit }未満にしてください。
calculator-error-limit = 値が大きすぎて計算できません。
calculator-error-other = この入力では計算できません。

# Results
calculator-parts = 内訳
calculator-against = { $name }：{ $value }
calculator-bar = { $name }の内訳と{ $limit }
calculator-beside = { $name }：選択肢ごとの{ $value }
calculator-current = 現在の設定
calculator-each = 「{ $name }」の一覧
calculator-row = 名前
calculator-changes = 最初に変えるとよい設定
calculator-changes-about = 設定を一つだけ変えたときに減る量を、大きい順に示します。
calculator-changes-none = 一つ変えるだけで減らせる設定はありません。
calculator-change = { $name }：{ $from } → { $to }
calculator-apply = 適用
calculator-undo = 元に戻す
calculator-applied = 変更しました（{ $text }）。
calculator-undone = 元に戻しました（{ $text }）。
calculator-timeline = { $name }の推移
calculator-timeline-peak = 最も多いのは手順「{ $name }」の{ $value }です。
calculator-said = { $name }：{ $value }

# Links and copies
calculator-share = この計算を保存
calculator-link = リンクをコピー
calculator-copy = nanoGPTの設定としてコピー
calculator-copied = コピーしました。
calculator-not-copied = コピーできませんでした。次の内容を選んでコピーしてください。
calculator-link-unknown = リンクに、この計算機にない項目がありました：{ $values }
calculator-link-bad = リンクの中に読み取れない値がありました：{ $values }

# A pasted config
calculator-config = nanoGPTの設定ファイルを貼り付ける
calculator-config-text = 設定ファイルの内容（Python）
calculator-config-about = ファイルは実行せず、リテラルと簡単な算術だけを読み取ります。内容がこのページの外へ送られることはありません。
calculator-config-read = 読み込む
calculator-config-said = ファイルから読み取った設定：
calculator-config-kept = { $values } はnanoGPTの設定項目ではないため、そのままにしました。
calculator-config-empty = 設定ファイルの内容を貼り付けてください。
calculator-config-faults = 読み取れない箇所があるため、何も変更していません。
calculator-place = { $from }行目：{ $text }
calculator-bad-whole = { $name } は整数でなければなりません。
calculator-bad-number = { $name } は数でなければなりません。
calculator-bad-flag = { $name } は True か False でなければなりません。
calculator-bad-choice = { $name } に指定できる値は { $values } です。
calculator-unknown-default = { $key } = { $text } が何を意味するか分からないため、{ $name } の値が決まりません。{ $name } = … という行を加えてください。
calculator-unknown-forced = { $key } = { $text } で決まる内容は分からないため、ファイルに書かれた形を使いました。
calculator-python-this-text-has-no-end = 文字列が閉じられていません。
calculator-python-this-bracket-closes-nothing = 対応する開き括弧がありません。
calculator-python-this-sign-means-nothing-in-python = Pythonにない記号です。
calculator-python-this-bracket-is-not-closed = 括弧が閉じられていません。
calculator-python-here-a-value-is-missing = 値がありません。
calculator-python-here-a-name-is-missing = 名前がありません。
calculator-python-this-does-not-belong-here = ここには書けないものがあります。
calculator-python-only-a-number-has-a-sign = 符号を付けられるのは数だけです。
calculator-python-this-is-nested-more-than-100-deep = 入れ子が100段を超えています。
calculator-python-this-number-cannot-be-read = 数として読み取れません。
calculator-python-this-number-is-beyond-what-is-read = 扱える範囲を超えた数です。
calculator-python-this-result-has-more-than-4096-bits = 計算結果が4096ビットを超えています。
calculator-python-this-is-no-arithmetic-with-numbers = 数どうしの計算ではありません。
calculator-python-division-by-zero = 0で割っています。
calculator-python-0-to-a-negative-power = 0の負のべき乗です。
calculator-python-this-file-has-more-than-1024-kib = 1024 KiBを超える文章は読みません。

# A pasted message
calculator-oom = メモリ不足のメッセージを貼り付ける
calculator-oom-text = PyTorchのメッセージ
calculator-oom-about = 数値の意味を一つずつ示し、その大きさになるテンソルを探します。テンソルは上の入力で計算します。
calculator-oom-read = 説明する
calculator-oom-nothing = PyTorchのメモリ不足のメッセージではないようです。「CUDA out of memory. Tried to allocate …」から始まる全文を貼り付けてください。
