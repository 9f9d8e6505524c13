## 単位の取り違え

book-units = 単位の取り違え

formula-accelerate--printed = 見積もりツールの表示
    .meaning = 画面に出た数字を、書かれた単位のまま読んだもの。
    .source = Hugging Faceの`accelerate estimate-memory`の出力例
formula-accelerate--bytes = そのバイト数
    .meaning = その表示のもとになったバイト数。
    .source = Hugging Faceの`accelerate estimate-memory`の出力例
