"""What the first sheet of a plan workbook says, in the languages of those who fill it in."""

READ_ME = (
    (
        "Shqip",
        "Srpski",
        "English",
    ),
    (
        "Ky libër pune përmban krejt planin. Plotësojeni, ruajeni si .xlsx dhe importojeni: asgjë "
        "nuk shkruhet pa e parë më parë çfarë ndryshon.",
        "Ova radna sveska sadrži ceo plan. Popunite je, sačuvajte kao .xlsx i uvezite: ništa se ne "
        "upisuje dok prethodno ne vidite šta se menja.",
        "This workbook holds the whole plan. Fill it in, save it as .xlsx and import it: nothing "
        "is written before you have seen what would change.",
    ),
    (
        "Çdo angazhim, etapë dhe rezultat i pritshëm ka një rresht. Mos i ndryshoni emrat e "
        "fletëve dhe rreshtin e parë, të fshehur.",
        "Svaka obaveza, etapa i očekivani rezultat ima jedan red. Ne menjajte nazive listova ni "
        "prvi, skriveni red.",
        "Every commitment, milestone and output has one row. Do not change the names of the "
        "sheets, nor the first, hidden row.",
    ),
    (
        "Programi i njeh rreshtat sipas numrave dhe identifikuesve. Mos i përdorni ato për diçka "
        "tjetër.",
        "Program prepoznaje redove po brojevima i identifikatorima. Ne koristite ih za nešto "
        "drugo.",
        "The program knows rows by their numbers and identifiers. Do not use these again for "
        "something else.",
    ),
    (
        "Çdo tekst ka nga një kolonë për secilën gjuhë. Lëreni qelizën bosh ku nuk ka përkthim; "
        "mos e kopjoni një gjuhë tjetër.",
        "Svaki tekst ima po jednu kolonu za svaki jezik. Ostavite ćeliju praznu ako nema prevoda; "
        "ne kopirajte drugi jezik.",
        "Every text has one column for each language. Leave the cell empty where there is no "
        "translation; do not copy another language into it.",
    ),
    (
        "“Original language” tregon në cilën gjuhë u shkrua teksti së pari.",
        "“Original language” kaže na kom je jeziku tekst prvo napisan.",
        "“Original language” says in which language the text was written first.",
    ),
    (
        "Kur një qelizë mban disa vlera, ndajini me presje, p.sh. lokale, e-hapura.",
        "Kada ćelija sadrži više vrednosti, odvojite ih zarezima, npr. lokalno, otvoreno.",
        "Where a cell holds several values, separate them by commas, such as local, open-data.",
    ),
    (
        "Afatin shkruajeni me fjalët e planit dhe, pranë tij, ditën e parë dhe të fundit që "
        "mbulojnë ato fjalë.",
        "Rok napišite rečima plana, a pored njega prvi i poslednji dan koje te reči obuhvataju.",
        "Write a deadline in the plan's own words and, beside it, the first and the last day which "
        "those words span.",
    ),
    (
        "“To be confirmed” i përmend fushat që ende nuk janë të sigurta; faqja publike e thotë "
        "këtë.",
        "“To be confirmed” navodi polja koja još nisu sigurna; javna stranica to kaže.",
        "“To be confirmed” names the fields that are not certain yet; the public page says so.",
    ),
    (
        "Fleta “Text states” i liston vetëm përjashtimet: draftet e makinës, përkthimet e "
        "vjetruara, gjuhën tjetër origjinale.",
        "List “Text states” navodi samo izuzetke: mašinske nacrte, zastarele prevode, drugi "
        "izvorni jezik.",
        "The sheet “Text states” lists only exceptions: machine drafts, translations out of date, "
        "another original language.",
    ),
    (
        "Nëse diçka është gabim, importi e përmend fletën dhe qelizën dhe nuk shkruan asgjë.",
        "Ako nešto nije u redu, uvoz navodi list i ćeliju i ne upisuje ništa.",
        "If something is wrong, the import names the sheet and the cell, and writes nothing.",
    ),
)
