formula-blocks = { blocks-name }
    .meaning = Gewichte aller Blöcke
