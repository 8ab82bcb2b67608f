// Text of others that becomes SQL: conditions of `--where` and of studies, and queries given as data. What is
// hostile ends in an error and leaves nothing behind; what is good means the same in every kind of file.
#include <duckdb.h>
#include <signal.h>

#include <chrono>
#include <set>
#include <thread>

#include "sogdia/sql/frame_io.h"
#include "tool/scratch.h"

namespace {
namespace fs = std::filesystem;
using scratch::Json;
using scratch::Ran;
using scratch::text_of;

std::string shell(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

constexpr const char* kData =
    "exporter,importer,year,trade,x,Größe,\"odd \"\"name\"\"\",note\n"
    "DEU,FRA,2000,1.5,1,10,1,plain\n"
    "FRA,DEU,2001,2.5,2,20,2,);--\n"
    "USA,DEU,2002,3.5,-4,30,3,it's\n"
    "DEU,USA,2003,4.5,3,40,4,/* */\n"
    "CHN,USA,2004,5.5,7,50,5,Ürümqi\n"
    "CHN,DEU,2005,6.5,5,60,6,\n";

struct sql : scratch::Folder {
  sql() {
    for (const char* inside : {"tmp", "home"}) fs::create_directory(folder / inside);
    write("t.csv", kData);
    write("secret.csv", "word\nOPENSESAME\n");
    make_database(
        {"CREATE TABLE t AS FROM read_csv('" + at("t.csv") + "')",
         "COPY t TO '" + at("t.parquet") + "' (FORMAT parquet)",
         "CREATE VIEW own AS SELECT * FROM t WHERE year > 2001",
         "CREATE VIEW file AS SELECT 1 AS trade, 2 AS x, * FROM read_csv('" + at("secret.csv") + "')",
         "CREATE VIEW words AS SELECT 1 AS trade, 2 AS x, * FROM read_text('" + at("secret.csv") + "')",
         "CREATE VIEW list AS SELECT 1 AS trade, 2 AS x, * FROM glob('" + folder.string() + "/*')"});
    fs::copy(at("t.parquet"), at("a[1]*'?.parquet"));
    fs::copy(at("t.parquet"), at("\xff\xfe.parquet"));
  }

  std::string at(const char* file) const { return (folder / file).string(); }
  void make_database(const std::vector<std::string>& statements) const {
    duckdb_database database = nullptr;
    duckdb_connection connection = nullptr;
    ASSERT_EQ(duckdb_open((folder / "d.duckdb").c_str(), &database), DuckDBSuccess);
    duckdb_connect(database, &connection);
    for (const auto& statement : statements)
      EXPECT_EQ(duckdb_query(connection, statement.c_str(), nullptr), DuckDBSuccess) << statement;
    duckdb_disconnect(&connection);
    duckdb_close(&database);
  }
  // Its own folder for temporary files and for what a user has at home.
  std::string command(const std::string& arguments) const {
    return "export TMPDIR=" + shell(at("tmp")) + " HOME=" + shell(at("home")) +
           " && exec '" SOGDIA_TOOL "' " + arguments;
  }
  Ran sogdia(const std::string& arguments) const { return shell_command(command(arguments)); }
  Ran estimate(const std::string& data, const std::string& where = "") const {
    return sogdia("estimate " + shell(data) + (where.empty() ? "" : " --where " + shell(where)) +
                  " --json --family ols --formula 'trade ~ x'");
  }
  std::set<std::string> files() const {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) names.insert(entry.path().string());
    return names;
  }
  // Refused with a place and a hint, and nothing of other files in it.
  void expect_refused(const Ran& ran) const {
    EXPECT_EQ(ran.code, 1) << ran.out;
    EXPECT_EQ(ran.out, "");
    const Json error = Json::parse(ran.err, nullptr, false);
    ASSERT_TRUE(error.contains("error")) << ran.err;
    for (const char* part : {"what", "where", "hint"}) EXPECT_NE(error["error"][part], "") << ran.err;
    EXPECT_EQ(ran.err.find("OPENSESAME"), std::string::npos) << ran.err;
  }
};

const std::vector<std::string> kHostile{
    // Out of the parentheses.
    "year = 2023)) ; COPY (SELECT 42) TO 'x.csv'; SELECT * FROM (SELECT * FROM gravity WHERE (year = 2023",
    "1=1) OR (1=1",
    "1=1); COPY (SELECT 42) TO 'x.csv'; --",
    "1=1\n); COPY (SELECT 42) TO 'x.csv'; --",
    "1=1) UNION ALL SELECT * FROM read_csv('secret.csv') WHERE (1=1",
    "1=1) UNION SELECT 1 --",
    "1=1) --",
    "1=1) /*",
    "1=1 /*",
    "1=1) GROUP BY (x",
    "1=1) ORDER BY (x",
    "(1=1",
    "1=1)",
    ")",
    "(",
    "1=1)) AS a, read_csv('secret.csv') AS b WHERE ((1=1",
    // Behind the condition.
    "1=1; COPY (SELECT 42) TO 'x.csv'",
    "1=1; SELECT 1",
    ";",
    ";;",
    "1=1;",
    "1=1 LIMIT 1",
    "1=1 ORDER BY x",
    "1=1 GROUP BY x",
    "1=1 GROUP BY ALL",
    "1=1 HAVING 1=1",
    "1=1 QUALIFY row_number() OVER () = 1",
    "1=1 UNION SELECT 2",
    "1=1 EXCEPT SELECT 2",
    "1=1 INTERSECT SELECT 1",
    "1=1 USING SAMPLE 1",
    "1=1 WINDOW w AS ()",
    "1=1 OFFSET 1",
    // Queries inside.
    "x IN (SELECT x FROM 't.csv')",
    "x > (SELECT max(x) FROM read_csv('secret.csv'))",
    "EXISTS (FROM 'secret.csv')",
    "EXISTS (SELECT 1)",
    "x = ANY (SELECT 1)",
    "x IN (FROM range(5))",
    "(SELECT count(*) FROM glob('*')) > 0",
    "(SELECT content FROM read_text('secret.csv')) LIKE '%'",
    "(SELECT content FROM read_blob('/etc/passwd')) IS NOT NULL",
    "(SELECT count(*) FROM duckdb_settings()) > 0",
    "(SELECT count(*) FROM duckdb_secrets()) >= 0",
    "(SELECT count(*) FROM information_schema.tables) > 0",
    "(SELECT count(*) FROM pragma_version()) > 0",
    "(SELECT count(*) FROM sniff_csv('secret.csv')) > 0",
    "(SELECT count(*) FROM parquet_metadata('t.parquet')) > 0",
    "(SELECT count(*) FROM read_json('secret.csv')) > 0",
    "(SELECT count(*) FROM query('SELECT 1')) > 0",
    "(SELECT count(*) FROM query_table('t')) > 0",
    "(WITH RECURSIVE r AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM r) SELECT count(*) FROM r) > 0",
    "(SELECT count(*) FROM range(1000000000000)) > 0",
    "(VALUES (1)) = 1",
    "(TABLE t) = 1",
    "ARRAY(SELECT 1) = [1]",
    "x IN (SELECT unnest([1, 2]))",
    "EXISTS (SELECT * FROM (DESCRIBE t))",
    "EXISTS (SHOW TABLES)",
    // Functions that reach out of the row, or make it huge.
    "current_setting('home_directory') = ''",
    "getenv('HOME') = ''",
    "getvariable('x') IS NULL",
    "current_database() = 'memory'",
    "current_schema() = 'main'",
    "current_user = 'duckdb'",
    "version() LIKE 'v%'",
    "nextval('s') = 1",
    "txid_current() > 0",
    "write_log('x') IS NULL",
    "pg_get_viewdef(1) IS NULL",
    "json_execute_serialized_sql('x') = 1",
    "json_serialize_sql('SELECT 1') = ''",
    "repeat('x', 4000000000) = ''",
    "repeat(exporter, 1000000000) = ''",
    "length(replace(replace('aaaa', 'a', 'aaaaaaaa'), 'a', 'aaaaaaaa')) > 0",
    "replace(exporter, 'U', exporter) = 'USA'",
    "REPLACE(exporter, '', 'x') = 'USA'",
    "exporter.replace('U', 'UU') = 'USA'",
    "lpad('x', 2000000000, 'x') = ''",
    "rpad(exporter, 2000000000, 'x') = ''",
    "len(range(1000000000)) > 0",
    "len(generate_series(1, 1000000000)) > 0",
    "list_resize([1], 1000000000) IS NULL",
    "printf('%1000000000d', 1) = ''",
    "format('{:1000000000}', 1) = ''",
    "bar(x, 0, 1, 1000000000) = ''",
    "main.current_setting('threads') = '1'",
    "system.main.version() = ''",
    "'threads'.current_setting() = '1'",
    "read_text('secret.csv') = ''",
    "read_csv('secret.csv') IS NULL",
    "glob('*') IS NULL",
    "error('OPEN' || 'SESAME') IS NULL",
    "len(list_transform([1], y -> y)) > 0",
    "len([y FOR y IN [1]]) > 0",
    "random() > 2",
    "uuid() IS NULL",
    "unnest([1, 2]) = 1",
    "sum(x) > 0",
    "row_number() OVER () = 1",
    // Other statements.
    "ATTACH 'x.db'",
    "COPY t TO 'x.csv'",
    "INSTALL httpfs",
    "LOAD 'x.so'",
    "PRAGMA database_list",
    "SET threads = 4",
    "CALL pragma_version()",
    "EXPORT DATABASE 'x'",
    "CREATE TABLE x AS SELECT 1",
    "DROP TABLE data",
    "SELECT 1",
    // No condition at all.
    "?",
    "x = ?",
    "x = $1",
    "x = $name",
    "*",
    "COLUMNS(*) IS NOT NULL",
    "#1 = 1",
    "rowid = 1",
    "\"sogdia row\" = 1",
    "year >",
    "'open",
    "\"open",
    "$$open",
    "x = 1 AND",
    "--",
    "/**/",
    " ",
    "\xff\xfe = 1",
    "exporter = '\xc3\x28'",
};

TEST_F(sql, hostile_conditions_are_refused_and_leave_nothing) {
  ASSERT_GE(kHostile.size(), 80u);
  const auto before = files();
  for (std::size_t k = 0; k < kHostile.size(); ++k) {
    SCOPED_TRACE(kHostile[k]);
    constexpr const char* kKinds[]{"t.csv", "t.parquet", "d.duckdb:t", "SELECT * FROM 't.parquet'"};
    expect_refused(estimate(kKinds[k % 4], kHostile[k]));
    ASSERT_EQ(files(), before);
  }
}

TEST_F(sql, hostile_conditions_of_a_study_are_refused_and_leave_nothing) {
  fs::copy(SOGDIA_SOURCE_DIR "/tests/data/toy-world", folder / "world", fs::copy_options::recursive);
  write("study.toml", "");
  const auto before = files();
  for (const auto& hostile : kHostile) {
    SCOPED_TRACE(hostile);
    if (hostile.find_first_of("\xff\xc3") != std::string::npos) continue;  // no TOML
    const std::string text = Json(hostile).dump();
    write("study.toml",
          "title = 'T'\n[[estimate]]\nname = 'e'\nformula = 'value_usd ~ log(distance_km) | exporter'\n"
          "where = " +
              text + "\n");
    const Ran ran = sogdia("check study.toml --world world");
    EXPECT_EQ(ran.code, 1) << ran.out;
    EXPECT_NE(ran.err.find("estimate `e`"), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find("study.toml, line 2"), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find("hint: "), std::string::npos) << ran.err;
    EXPECT_EQ(ran.err.find("OPENSESAME"), std::string::npos) << ran.err;
    ASSERT_EQ(files(), before);
  }
}

TEST_F(sql, hostile_queries_and_views_are_refused_and_leave_nothing) {
  const auto before = files();
  for (const std::string query :
       {"SELECT 1 AS trade, 2 AS x; COPY (SELECT 42) TO 'x.csv'",
        "SELECT * FROM 't.parquet'; SELECT * FROM 't.parquet'",
        "SELECT * FROM 't.parquet') TO 'x.csv'; --",
        "SELECT * FROM 't.parquet'\n) AS a; COPY (SELECT 42) TO 'x.csv'; SELECT * FROM (SELECT 1",
        "SELECT * FROM read_csv('t.csv')",
        "SELECT * FROM read_parquet('t.parquet')",
        "SELECT * FROM 't.parquet', read_text('secret.csv')",
        "SELECT * FROM 't.parquet', 'secret.csv'",
        "SELECT *, (SELECT word FROM 'secret.csv') FROM 't.parquet'",
        "SELECT * FROM 't.parquet' WHERE x IN (SELECT word FROM read_csv('secret.csv'))",
        "WITH s AS (FROM 'secret.csv') SELECT * FROM 't.parquet', s",
        "SELECT * FROM '*.parquet'",
        "SELECT * FROM 't.parque?'",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM 'http://example.org/t.parquet'",
        "SELECT * FROM 's3://bucket/t.parquet'",
        "SELECT * FROM 'nowhere.parquet'",
        "SELECT * FROM glob('*')",
        "SELECT * FROM duckdb_settings()",
        "SELECT * FROM duckdb_settings",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM pg_catalog.pg_tables",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM pragma_database_list()",
        "SELECT * FROM sniff_csv('secret.csv')",
        "SELECT * FROM parquet_schema('t.parquet')",
        "SELECT * FROM query('SELECT 1 AS trade, 2 AS x')",
        "SELECT * FROM query_table('secret.csv')",
        "SELECT * FROM json_execute_serialized_sql('{}')",
        "SELECT * FROM (DESCRIBE SELECT 1)",
        "SELECT * FROM (SHOW TABLES)",
        "SELECT * FROM (SUMMARIZE 't.parquet')",
        "SELECT 1 AS trade, current_setting('threads') AS x",
        "FROM 't.parquet' SELECT *, getvariable('x')",
        "FROM d.duckdb.t",
        "WITH x AS (SELECT 1) INSERT INTO t SELECT 1",
        "SELECT * FROM st_read('secret.csv')",
        "SELECT 1 AS trade, 2 AS x INTO t"}) {
    SCOPED_TRACE(query);
    expect_refused(estimate(query));
    ASSERT_EQ(files(), before);
  }
  for (const char* view : {"d.duckdb:file", "d.duckdb:words", "d.duckdb:list"}) {
    SCOPED_TRACE(view);
    expect_refused(estimate(view));
    ASSERT_EQ(files(), before);
  }
}

TEST_F(sql, good_conditions_keep_the_same_rows_in_every_kind_of_file) {
  const std::vector<std::pair<std::string, std::size_t>> good{
      {"year >= 2003", 3},
      {"year BETWEEN 2001 AND 2004", 4},
      {"year NOT BETWEEN 2001 AND 2004", 2},
      {"exporter IN ('DEU', 'CHN')", 4},
      {"exporter NOT IN ('DEU', 'CHN') OR year = 2000", 3},
      {"exporter <> 'USA' AND importer != 'USA'", 3},
      {"NOT (exporter = 'DEU')", 4},
      {"exporter LIKE 'D%' OR exporter = 'CHN'", 4},
      {"exporter NOT LIKE '_E_'", 4},
      {"exporter ILIKE 'd%' OR year > 2004", 3},
      {"lower(exporter) = 'chn' OR upper(importer) = 'DEU'", 4},
      {"abs(x) >= 4", 3},
      {"length(exporter) = 3", 6},
      {"replace(note, ' ', '') = 'it''s' OR replace(lower(exporter), 'u', 'o') = 'dea'", 1},
      {"log(trade) > 0.5 AND sqrt(trade) < 100", 4},
      {"round(trade) >= 2 and floor(trade) <= 5", 5},
      {"substr(exporter, 1, 1) = 'D' OR left(exporter, 1) = 'C'", 4},
      {"note = ');--' or year > 2004", 2},
      {"note IN ('/* */', 'it''s') -- and a comment", 2},
      {"year > 2000 /* a ) comment; */ AND year < 2005", 4},
      {"year > 2001 -- ); COPY", 4},
      {"\"Größe\" > 20", 4},
      {"Größe > 20", 4},
      {"\"odd \"\"name\"\"\" >= 3", 4},
      {"note = 'Ürümqi' OR year < 2002", 3},
      {"note IS NULL OR x = 1", 2},
      {"note IS NOT NULL", 5},
      {"coalesce(note, 'none') = 'none' OR year = 2000", 2},
      {"CASE WHEN year < 2002 THEN x > 1 ELSE x > 4 END", 3},
      {"CAST(year AS INTEGER) % 2 = 0", 3},
      {"year::INTEGER % 2 = 1", 3},
      {"TRY_CAST(note AS DOUBLE) IS NULL", 6},
      {"regexp_matches(exporter, '^[DC]')", 4},
      {"exporter SIMILAR TO 'D.*|C.*'", 4},
      {"contains(note, ')') OR starts_with(note, 'pl')", 2},
      {"greatest(x, 2) = 2", 3},
      {"make_date(year::BIGINT, 1, 1) >= DATE '2003-01-01'", 3},
      {"date_diff('year', DATE '2000-01-01', make_date(year::BIGINT, 6, 1)) >= 3", 3},
      {"extract(year FROM make_date(year::BIGINT, 1, 1)) > 2002", 3},
      {"make_date(year::BIGINT, 1, 1) + INTERVAL 1 YEAR > DATE '2003-06-01'", 3},
      {"exporter || importer = 'CHNDEU' OR concat(exporter, '-', importer) = 'DEU-FRA'", 2},
      {"(exporter, importer) IN (('DEU', 'FRA'), ('CHN', 'USA'))", 2},
      {"x IS DISTINCT FROM 1", 5},
      {"exporter.lower() = 'chn' OR year = 2000", 3},
      {"current_date > DATE '2020-01-01'", 6},
      {"((year >= 2003))", 3},
      {"x ** 2 >= 16", 3},
      {"-x < 0 AND x * 2 + 1 > 3", 4},
      {"true", 6},
  };
  ASSERT_GE(good.size(), 30u);
  for (const auto& [where, rows] : good) {
    SCOPED_TRACE(where);
    for (const std::string& data :
         {at("t.csv"), at("t.parquet"), at("d.duckdb") + ":t", "SELECT * FROM '" + at("t.parquet") + "'"})
      EXPECT_EQ(sogdia::read_frame(data, {"trade"}, where).rows, rows) << data;
  }
}

TEST_F(sql, a_query_reads_the_file_that_it_names_and_a_path_is_one_file) {
  for (const std::string data :
       {"SELECT * FROM 't.parquet'", "FROM 't.csv'", "WITH q AS (FROM 't.parquet') SELECT * FROM q",
        "SELECT a.* FROM 't.parquet' a JOIN 't.parquet' b USING (year)",
        "SELECT * FROM (SELECT * FROM 't.parquet')", "SELECT * FROM './t.parquet' -- all", "a[1]*'?.parquet",
        "\xff\xfe.parquet", "d.duckdb:t"}) {
    const Ran ran = estimate(data);
    EXPECT_EQ(ran.code, 0) << data << ran.err;
    EXPECT_EQ(Json::parse(ran.out)["model"]["observations"], 6) << data;
  }
  EXPECT_EQ(
      Json::parse(
          estimate("SELECT * FROM '" + (folder / "t.parquet").string() + "'").out)["model"]["observations"],
      6);
  EXPECT_EQ(Json::parse(estimate("d.duckdb:own").out)["model"]["observations"], 4);
}

TEST_F(sql, a_query_without_an_end_is_interrupted) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const std::string line =
        "cd '" + folder.string() + "' && " +
        command(
            "estimate 'SELECT 1.0 AS trade, count(*) AS x FROM range(1000000000000) t(i) WHERE i % 7 = 8' "
            "--formula 'trade ~ x'");
    ::execl("/bin/sh", "sh", "-c", line.c_str(), nullptr);
    ::_exit(127);
  }
  std::this_thread::sleep_for(std::chrono::seconds(2));
  ::kill(child, SIGINT);
  int status = 0;
  for (int k = 0; k < 200 && ::waitpid(child, &status, WNOHANG) == 0; ++k)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 130);
}

}  // namespace
