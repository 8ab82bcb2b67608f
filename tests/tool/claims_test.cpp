// `sogdia claims` as an editor calls it: what it prints, its JSON, its page and its exit codes.
#include <array>
#include <regex>

#include "tool/scratch.h"

namespace {
using scratch::Json;
using scratch::Ran;

constexpr const char* kError = "Trade between China and Russia was $190 million in 2022.";
constexpr const char* kFits = "Trade between China and Russia was $240.1 billion in 2023.";

struct claims : scratch::Folder {
  Ran check(const std::string& text, const std::string& options = "") const {
    write("text", text);
    return run_tool("claims text " + options);
  }
  Json json(const std::string& text, const std::string& options = "") const {
    const Ran ran = check(text, "--json " + options);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.code == 0 ? ran.json()["claims"] : Json::array();
  }
};

TEST_F(claims, every_field_of_the_contract_is_there) {
  for (const auto& claim : json(std::string(kError) + " " + kFits + " The port cost $1.1 billion in 2017.")) {
    SCOPED_TRACE(claim.dump(1));
    for (const char* field : {"text", "kind", "flow", "period", "reporter", "reading", "verdict"})
      EXPECT_TRUE(claim[field].is_string()) << field;
    EXPECT_TRUE(claim["parties"].is_array());
    for (const char* field : {"start", "end"}) EXPECT_TRUE(claim[field].is_number_unsigned()) << field;
    EXPECT_TRUE(claim["printed"]["unit"].is_string());
    for (const char* field : {"value", "low", "high"})
      EXPECT_TRUE(claim["printed"][field].is_number() || claim["printed"][field].is_null()) << field;
    EXPECT_EQ(claim["edit"].is_null(), claim["verdict"] != "likely error");
    if (!claim["edit"].is_null()) {
      for (const char* field : {"kind", "value", "explanation"})
        EXPECT_TRUE(claim["edit"][field].is_string());
    }
    for (const auto& item : claim["evidence"]) {
      for (const char* field : {"table", "source", "unit", "status"}) EXPECT_TRUE(item[field].is_string());
      EXPECT_TRUE(item["value"].is_number() || item["value"].is_null());
      EXPECT_FALSE(item["sources"].empty());
    }
  }
}

// One sentence in each kind of text: the same claim, at the bytes of the file that its words stand for.
TEST_F(claims, one_sentence_in_any_dress_is_one_claim) {
  std::string utf16 = "\xFF\xFE";
  for (const char* c = kError; *c != '\0'; ++c) utf16 += std::string{*c, '\0'};
  const std::array<std::pair<std::string, std::string>, 8> dresses{{
      {kError, "Trade between China and Russia was $190 million in 2022"},
      {"Trade between **China** and [Russia](https://a.b/2023) was $190 million in 2022.",
       "Trade between **China** and [Russia](https://a.b/2023) was $190 million in 2022"},
      {"<!doctype html><p>Trade between China and Russia was <i>&#36;190</i>&nbsp;million in 2022.</p>"
       "<script>'Trade between China and Russia was $190 billion in 2021'</script>",
       "Trade between China and Russia was <i>&#36;190</i>&nbsp;million in 2022"},
      {"1\n00:00:01,000 --> 00:00:02,000\nTrade between China and Russia\n\n2\n00:00:02,000 --> "
       "00:00:03,000\nwas $190 million in 2022.\n",
       "Trade between China and Russia\n\n2\n00:00:02,000 --> 00:00:03,000\nwas $190 million in 2022"},
      {"\xEF\xBB\xBFTrade between China and Russia was $190 mil\u00ADlion in 2022.",
       "Trade between China and Russia was $190 mil\u00ADlion in 2022"},
      {"Trade between China and Russia was \uFF04\uFF11\uFF19\uFF10 million in \uFF12\uFF10\uFF12\uFF12.",
       "Trade between China and Russia was \uFF04\uFF11\uFF19\uFF10 million in \uFF12\uFF10\uFF12\uFF12"},
      {utf16, utf16.substr(2, utf16.size() - 4)},
      {"| $ million | 2022 |\n|---|---|\n| Trade between China and Russia | 190 |\n", "190"},
  }};
  for (const auto& [text, words] : dresses) {
    const Json found = json(text);
    ASSERT_EQ(found.size(), 1u) << text << found.dump(1);
    const Json& claim = found[0];
    EXPECT_EQ(claim["verdict"], "likely error") << text;
    EXPECT_EQ(claim["edit"]["kind"], "scale") << text;
    const auto start = claim["start"].get<std::size_t>(), end = claim["end"].get<std::size_t>();
    EXPECT_EQ(text.substr(start, end - start), words);
  }
}

TEST_F(claims, the_last_line_counts_and_only_errors_shows_them_alone) {
  const std::string text = std::string(kError) + "\n\n" + kFits;
  const Ran all = check(text), errors = check(text, "--only errors");
  const std::string counts = "2 claims: 1 likely error, 1 consistent\n";
  EXPECT_TRUE(all.out.ends_with(counts)) << all.out;
  EXPECT_TRUE(errors.out.ends_with(counts)) << errors.out;
  EXPECT_NE(all.out.find("\nconsistent: "), std::string::npos);
  EXPECT_EQ(errors.out.find("\nconsistent: "), std::string::npos);
  EXPECT_NE(errors.out.find("General Administration of Customs of China"), std::string::npos);
  EXPECT_EQ(json(text, "--only errors").size(), 1u);
  EXPECT_EQ(check("Nothing.").out, "no claim about trade was found in the text\n");
}

TEST_F(claims, the_exit_code_says_whether_there_is_a_likely_error) {
  EXPECT_EQ(check(kError, "--exit-code").code, 4);
  EXPECT_EQ(check(kError, "--exit-code --json").code, 4);
  EXPECT_EQ(check(kError).code, 0);
  EXPECT_EQ(check(kFits, "--exit-code").code, 0);
}

TEST_F(claims, wrong_dates_and_what_is_no_text_are_refused) {
  for (const char* date : {"2024-02-30", "12.1.2024", "2024-1-12", "today", "2024-01-12x"}) {
    const Ran ran = check(kError, std::string("--date ") + date);
    EXPECT_EQ(ran.code, 1) << date;
    EXPECT_NE(ran.err.find("is no date"), std::string::npos) << ran.err;
  }
  EXPECT_EQ(check(kError, "--date 2024-02-29").code, 0);
  for (const std::string& bytes : {std::string("%PDF-1.4 x"), std::string("a\0b", 3)}) {
    const Ran ran = check(bytes);
    EXPECT_EQ(ran.code, 1);
    EXPECT_NE(ran.err.find("not text"), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find("--> text"), std::string::npos) << ran.err;
  }
  EXPECT_EQ(check(kError, "--html text").code, 1);  // it would overwrite what is read
}

TEST_F(claims, nothing_of_the_text_steers_the_terminal) {
  const Ran ran =
      check("\x1b[2JTrade between\x07 China\u202E and Russia was \x1b]0;x\x07$190 million in 2022.\x9b");
  EXPECT_EQ(ran.code, 0);
  EXPECT_NE(ran.out.find("\"Trade between China and Russia was $190 million in 2022\""), std::string::npos)
      << ran.out;
  for (const char c : ran.out) EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << ran.out;
  EXPECT_EQ(ran.out.find("\u202E"), std::string::npos);
}

// Names of the elements of a page, and the attributes that may run or load something.
TEST_F(claims, a_hostile_text_runs_nothing_on_the_page) {
  const std::string text =
      "\"><script>alert(1)</script><img src=x onerror=alert(2)> &lt;svg onload=alert(3)&gt; "
      "[x](javascript:alert(4)) Trade between China and Russia was $190 million in 2022 <b onclick='x'>.";
  write("<img src=x onerror=alert(5)>.txt", text);
  const Ran ran = run_tool("claims '<img src=x onerror=alert(5)>.txt' --html page.html");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const std::string page = scratch::text_of(folder / "page.html");
  static const std::regex kTag("<([a-zA-Z][a-zA-Z0-9]*)([^>]*)>");
  static const std::regex kActive("\\son[a-z]+\\s*=|javascript:|\\ssrc\\s*=");
  for (auto found = std::sregex_iterator(page.begin(), page.end(), kTag); found != std::sregex_iterator();
       ++found) {
    const std::string name = (*found)[1], attributes = (*found)[2];
    EXPECT_TRUE(name != "script" && name != "img" && name != "svg" && name != "iframe" && name != "link")
        << name;
    EXPECT_FALSE(std::regex_search(attributes, kActive)) << found->str();
  }
  EXPECT_NE(page.find("&lt;svg onload"), std::string::npos);
  EXPECT_FALSE(std::regex_search(page, std::regex("url\\((?!#)|@import")));
}

TEST_F(claims, the_page_marks_each_claim_and_tells_it_beside) {
  const std::string text = std::string(kError) + "\n\n" + kFits + " The port cost $1.1 billion in 2017.";
  ASSERT_EQ(check(text, "--html page.html").code, 0);
  const std::string page = scratch::text_of(folder / "page.html");
  EXPECT_NE(page.find("<h1>1 likely error in 3 claims</h1>"), std::string::npos);
  EXPECT_NE(page.find("<mark class=\"error\">Trade between China and Russia was $190 million in 2022</mark>"),
            std::string::npos);
  for (const char* number : {"1", "2", "3"}) {
    for (const char* place : {"m", "c"}) {
      const std::string id = std::string(" id=\"") + place + number + "\"",
                        link = std::string("href=\"#") + place + number + "\"";
      EXPECT_EQ(page.find(id), page.rfind(id)) << id;
      EXPECT_NE(page.find(id), std::string::npos) << id;
      EXPECT_NE(page.find(link), std::string::npos) << link;
    }
  }
  EXPECT_NE(page.find("Would fit: <b>$190 billion</b>"), std::string::npos);
  EXPECT_NE(page.find("What was not checked, and why"), std::string::npos);
  EXPECT_NE(page.find("General Administration of Customs of China"), std::string::npos);
}

}  // namespace
