"""Text search over reports, with and without diacritics: FTS5 kept by triggers on SQLite, a GIN index on PostgreSQL."""

from django.db import migrations

ACCENTED = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿāăąćĉċčďđēĕėęěĝğġģĥĩīĭįĵķĺļľńņňōŏőŕŗřśŝşšţťũūŭůűųŵŷźżžơưǎǐǒǔǖǘǚǜǟǡǧǩǫǭǰǵǹǻȁȃȅȇȉȋȍȏȑȓȕȗșțȟȧȩȫȭȯȱȳḁḃḅḇḉḋḍḏḑḓḕḗḙḛḝḟḡḣḥḧḩḫḭḯḱḳḵḷḹḻḽḿṁṃṅṇṉṋṍṏṑṓṕṗṙṛṝṟṡṣṥṧṩṫṭṯṱṳṵṷṹṻṽṿẁẃẅẇẉẋẍẏẑẓẕẖẗẘẙạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
BARE = "aaaaaaceeeeiiiinooooouuuuyyaaaccccddeeeeegggghiiiijklllnnnooorrrssssttuuuuuuwyzzzouaiouuuuuaagkoojgnaaaeeiioorruusthaeooooyabbbcdddddeeeeefghhhhhiikkkllllmmmnnnnoooopprrrrsssssttttuuuuuvvwwwwwxxyzzzhtwyaaaaaaaaaaaaeeeeeeeeiioooooooooooouuuuuuuyyyy"

# FTS5 takes off the marks that Unicode can take off; the crossed d is a letter of its own.
_TEXT = "replace(replace({row}.description || ' ' || {row}.address, 'đ', 'd'), 'Đ', 'D')"
SQLITE = [
    "CREATE VIRTUAL TABLE cases_words USING fts5(words, tokenize=\"unicode61 remove_diacritics 2\", prefix='2 3')",
    f"INSERT INTO cases_words(rowid, words) SELECT c.id, {_TEXT.format(row='c')} FROM cases_case c",
    "CREATE TRIGGER cases_words_new AFTER INSERT ON cases_case BEGIN "
    f"INSERT INTO cases_words(rowid, words) VALUES (new.id, {_TEXT.format(row='new')}); END",
    "CREATE TRIGGER cases_words_gone AFTER DELETE ON cases_case BEGIN DELETE FROM cases_words WHERE rowid = old.id; END",
    "CREATE TRIGGER cases_words_changed AFTER UPDATE OF description, address ON cases_case "
    "WHEN old.description IS NOT new.description OR old.address IS NOT new.address BEGIN "
    f"UPDATE cases_words SET words = {_TEXT.format(row='new')} WHERE rowid = new.id; END",
]
POSTGRESQL = [
    "CREATE FUNCTION cases_words(description text, address text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE "
    f"AS $$ SELECT to_tsvector('simple', translate(lower(description || ' ' || address), '{ACCENTED}', '{BARE}')) $$",
    "CREATE INDEX cases_case_words ON cases_case USING gin (cases_words(description, address))",
]
BACK = {
    "sqlite": [
        *(f"DROP TRIGGER cases_words_{name}" for name in ("new", "gone", "changed")),
        "DROP TABLE cases_words",
    ],
    "postgresql": ["DROP INDEX cases_case_words", "DROP FUNCTION cases_words(text, text)"],
}


def make(apps, editor):
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


def unmake(apps, editor):
    for statement in BACK[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_desk")]
    operations = [migrations.RunPython(make, unmake)]
