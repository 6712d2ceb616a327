"""The questionnaire that a new sweep starts from: what is asked at every door. A district edits it as data."""

from qiaomen.campaigns.questionnaires import Choice, Question, Raises

QUESTIONS = [
    Question(
        name="temperature",
        of="person",
        type="number",
        zh="体温（℃）",
        en="Temperature (°C)",
        minimum=34,
        maximum=43,
        raises=[Raises(flag="fever", above=37.3)],
        fact="symptom",
    ),
    Question(
        name="symptoms",
        of="person",
        type="many",
        zh="症状",
        en="Symptoms",
        choices=[
            Choice("fever", "发热", "fever"),
            Choice("dry_cough", "干咳", "dry cough"),
            Choice("fatigue", "乏力", "fatigue"),
            Choice("sore_throat", "咽痛", "sore throat"),
            Choice("smell_taste", "嗅（味）觉减退", "loss of smell or taste"),
            Choice("diarrhoea", "腹泻", "diarrhoea"),
        ],
        raises=[
            Raises(flag="symptom", values=["fever", "dry_cough", "fatigue", "sore_throat", "smell_taste", "diarrhoea"])
        ],
        fact="symptom",
    ),
    Question(
        name="health_code",
        of="person",
        type="one",
        zh="健康码",
        en="Health code",
        choices=[
            Choice("green", "绿码", "green"),
            Choice("yellow", "黄码", "yellow"),
            Choice("red", "红码", "red"),
            Choice("none", "没有", "none"),
        ],
    ),
    Question(
        name="away",
        of="person",
        type="one",
        zh="疫情以来离开过本地吗",
        en="Left this district since the outbreak began",
        choices=[
            Choice("never_left", "没离开过", "never left"),
            Choice("came_back", "离开过，回来了", "left and came back"),
        ],
        fact="trait",
    ),
    Question(
        name="returned",
        of="person",
        type="yes_no",
        zh="14 天内从外地回来",
        en="Came back from elsewhere within 14 days",
        raises=[Raises(flag="returnee", values=[True])],
    ),
    Question(
        name="returned_from",
        of="person",
        type="text",
        zh="从哪里回来",
        en="From where",
        relevant=["=", ["answer", "returned"], True],
    ),
    Question(
        name="returned_on",
        of="person",
        type="date",
        zh="哪天回来",
        en="On which day",
        relevant=["=", ["answer", "returned"], True],
        fact="stay",
    ),
    Question(
        name="vaccinated", of="person", type="integer", zh="接种了几针", en="Vaccine doses", minimum=0, maximum=10
    ),
    Question(name="tested_on", of="person", type="date", zh="最近一次核酸", en="Last test"),
    Question(
        name="needs",
        of="door",
        type="many",
        zh="家里缺什么",
        en="What the household lacks",
        choices=[
            Choice("medicine", "药", "medicine"),
            Choice("food", "菜和粮", "food"),
            Choice("alone", "老人独居要照看", "an old person alone"),
            Choice("other", "别的", "something else"),
        ],
        raises=[Raises(flag="need", values=["medicine", "food", "alone", "other"])],
    ),
]
