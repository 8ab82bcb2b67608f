#include "sogdia/claims/plain/plain_text.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdint>
#include <ctime>

#include "sogdia/claims/claims.h"
#include "sogdia/core/error.h"
#include "sogdia/core/utf8.h"

namespace sogdia::claims {
namespace {

std::string prose(std::string_view bytes) { return plain_text(bytes).text; }

// ASCII text in UTF-16 or UTF-32.
std::string wide(std::string_view text, std::size_t unit, bool little) {
  std::string out;
  for (const char c : text) {
    const std::string zeros(unit - 1, '\0');
    out += little ? c + zeros : zeros + c;
  }
  return out;
}

struct Case {
  const char* what;
  std::string input, prose;
};

void expect_prose(const std::vector<Case>& cases) {
  for (const auto& c : cases) EXPECT_EQ(prose(c.input), c.prose) << c.what;
}

TEST(PlainText, ordinary_prose_stays_as_it_is) {
  for (const char* text : {"Trade hit $190.3 billion in 2022, up 29% (a record) - 5 * 3 < 16 & more.",
                           "AT&T and R&D; x_y_z, a<b and 2 > 1; snake_case #1 partner [in 2022] ~$5 billion.",
                           "First.\n\nSecond line\nwraps here. \u201CQuoted\u201D \u2013 M\u00FCller \u2026 "
                           "\u20AC5 \u4E2D\u4FC4"})
    EXPECT_EQ(prose(text), text);
}

TEST(PlainText, every_encoding_with_a_mark_is_read) {
  using namespace std::string_literals;
  const std::string text = "Trade hit $190 billion.";
  expect_prose({{"UTF-8", "\xEF\xBB\xBF" + text, text},
                {"UTF-16, little end first", "\xFF\xFE" + wide(text, 2, true), text},
                {"UTF-16, big end first", "\xFE\xFF" + wide(text, 2, false), text},
                {"UTF-16 without its mark", wide(text, 2, true), text},
                {"UTF-32, little end first", "\xFF\xFE\0\0"s + wide(text, 4, true), text},
                {"UTF-32, big end first", "\0\0\xFE\xFF"s + wide(text, 4, false), text},
                {"half a pair", "\xFF\xFE" + wide("a", 2, true) + "\x3D\xD8", "a\uFFFD"},
                {"a pair", "\xFF\xFE\x3D\xD8\x00\xDE"s, "\U0001F600"},
                {"Windows-1252", "\x80 5 \x96 caf\xE9", "\u20AC 5 \u2013 caf\u00E9"}});
}

TEST(PlainText, what_nobody_sees_is_left_out_and_forms_of_one_sign_are_one) {
  expect_prose({{"soft hyphens", "bil\u00ADlion", "billion"},
                {"no width", "$\u200B190\u2060 bil\u200Dlion\uFEFF", "$190 billion"},
                {"full width", "\uFF04\uFF11\uFF19\uFF10\uFF0E\uFF13 billion\uFF0C up \uFF15\uFF05",
                 "$190.3 billion, up 5%"},
                {"Arabic digits", "\u0661\u0669\u0660", "190"},
                {"spaces", "a\u3000b\u2003c\u2009d", "a b c\u00A0d"},
                {"minus and dashes", "\u22125 \u20105 \u20125 \u2015", "-5 -5 \u20135 \u2014"},
                {"ligatures", "\uFB01gure", "figure"},
                {"lines of any system", "a\r\nb\rc\u2028d", "a\nb\nc\nd"},
                {"direction", "\u202E091\u202C", "091"},
                {"terminal", "\x1b[31m$190\x1b[0m billion\x1b]0;title\x07!", "$190 billion!"}});
}

TEST(PlainText, html_gives_the_words_that_a_page_shows) {
  expect_prose({
      {"inline tags", "<p>Trade was <i>$76</i>.<b>1</b> bil<wbr>lion.</p>", "Trade was $76.1 billion."},
      {"entities",
       "<p>&#36;76 &euro;5 &#x24;1 &pound;2&nbsp;m &amp;#36; T&uuml;rkiye bil&shy;lion &#150;</p>",
       "$76 \u20AC5 $1 \u00A32\u00A0m &#36; T\u00FCrkiye billion \u2013"},
      {"blocks", "<h1>Head</h1><p>One<br>two</p><ul><li>a<li>b</ul><div>c</div>d",
       "Head\n\nOne\n\ntwo\n\na\n\nb\n\nc\n\nd"},
      {"line ends are blanks", "<p>one\n   two</p>", "one two"},
      {"hidden",
       "<p>a</p><script>if (a</b) '$1 billion'</script><style>p{}</style><!-- $2 billion > -->"
       "<div hidden>$3 billion <div>x</div></div><p style='color:red; display : none'>$4</p>"
       "<template>$5</template><noscript>$6</noscript><textarea><p>$7</textarea><p>b",
       "a\n\nb"},
      {"head", "<html><head><title>T</title><meta name=d content='$1'></head><body>b</body></html>", "b"},
      {"a head that never ends", "<html><head><link rel=x><body>b", "b"},
      {"a script that never ends", "<p>a<script>$5 billion", "a"},
      {"a comment that never ends", "<p>a<!-- $5 billion", "a"},
      {"quoted greater-than", "<p title='a > b'>c", "c"},
      {"a quote that never ends", "<p title='a>b</p>", "b"},
      {"less-than", "<p>3 < 4 and 5 <6</p>", "3 < 4 and 5 <6"},
      {"struck out", "<p>was <s>$240 million</s> <ins>$240 billion</ins></p>", "was $240 billion"},
      {"notes", "<p>$240.1<sup><a href='#1'>1</a></sup> billion on the 19<sup>th</sup></p>",
       "$240.1 billion on the 19th"},
      {"prose with tags", "Exports were <i>$76.1</i>&nbsp;billion\nand <foo> stays",
       "Exports were $76.1\u00A0billion\nand <foo> stays"},
      {"written tags are text", "<p>&lt;script&gt;x&lt;/script&gt;</p>", "<script>x</script>"},
  });
}

TEST(PlainText, markdown_gives_its_words) {
  expect_prose({
      {"emphasis", "Trade was **$190.3** _billion_ in `2022`, \\$5, ***x***",
       "Trade was $190.3 billion in 2022, $5, x"},
      {"links",
       "[Trade](https://a.b/c_(d) \"t\") rose[^1] to [$5][r] ![map](x.png)billion.[12] See https://a.b/2023.",
       "Trade rose to $5 billion. See ."},
      {"blocks", "# Head\ntext\n- one\n- two\n1. three\n> four\n\nUnder\n=====\nfive",
       "Head\n\ntext\n\none\n\ntwo\n\nthree\nfour\n\nUnder\n\nfive"},
      {"struck out", "was ~~$240 million~~ $240 billion", "was $240 billion"},
      {"front matter", "---\ntitle: A\ndate: 2024-01-12\n---\nText", "title: A\n\ndate: 2024-01-12\n\nText"},
  });
}

TEST(PlainText, a_sentence_over_two_subtitles_is_one) {
  const std::string words = "Trade between China and Russia reached $190 billion in 2022.";
  expect_prose({
      {"SRT",
       "1\r\n00:00:01,000 --> 00:00:03,000\r\nTrade between China and Russia\r\n\r\n2\r\n00:00:03,100 --> "
       "00:00:05,000\r\n{\\an8}<i>reached $190 billion</i>\r\nin 2022.\r\n",
       words},
      {"WebVTT",
       "WEBVTT - x\nKind: captions\n\nNOTE a\nb\n\nSTYLE\n::cue {}\n\nintro\n00:01.000 --> 00:03.000 "
       "align:start\n<v Mary>Trade between China and Russia\n\n00:03.000 --> 00:05.000\nreached "
       "<00:03.500><c>$190</c> billion in 2022.\n",
       words},
  });
}

TEST(PlainText, figures_of_a_table_stand_with_their_labels) {
  const std::string lines =
      "China's exports to Russia, 2022: $76.1 billion\n\nChina's exports to Russia, 2023: $111 billion";
  expect_prose({
      {"Markdown",
       "|  | 2022 | 2023 |\n|---|---:|---:|\n| China's exports to Russia ($ bn) | **76.1** | 111 |\n", lines},
      {"HTML",
       "<table><caption></caption><tr><th></th><th>2022<th>2023</tr><tr><td>China's exports to "
       "Russia</td><td>$76.1 billion<td>$111 billion</table>",
       lines},
      {"CSV", "Year,China's exports to Russia (US$ billion)\n2022,76.1\n2023,111\n", lines},
      {"semicolons", "flow;2022;2023\n\"China's exports to Russia, $ billion\";76.1;111\n", lines},
      {"tabs, unit in a title",
       "<table><tr><td colspan=3>Billion USD</td></tr><tr><td>Flow<td>2022<td>2023<tr><td>China's exports to "
       "Russia<td>76.1<td>111<tr><td colspan=3>Source: customs</table>",
       "Billion USD\n\n" + lines + "\n\nSource: customs"},
      {"columns apart",
       "Flow ($ bn)                 2022    2023\nChina's exports to Russia   76.1     111\n", lines},
      {"columns apart, no head of the labels",
       "US$ billion\n\n                            2022    2023\nChina's exports to Russia   76.1     111\n",
       "US$ billion\n\n" + lines},
      {"unit in the corner", "flow ($ bn)\t2022\t2023\nChina's exports to Russia\t76.1\t111\n", lines},
      {"unit in the line above",
       "Figures in billions of US dollars\n\n|Flow|2022|2023|\n|-|-|-|\n|China's exports to Russia|76.1|111|",
       "Figures in billions of US dollars\n\n" + lines},
      {"growth", "Trade,2022,2023\n\"Growth, %\",29.3,-26.3\n",
       "Growth, 2022: +29.3 percent\n\nGrowth, 2023: -26.3 percent"},
      {"cells of words", "<table><tr><td>One sentence.</td><td>Another sentence.</td></tr></table>",
       "One sentence.\n\nAnother sentence."},
      {"prose with commas", "In 2022, trade was $190 billion.\nIn 2023, it was $240 billion.",
       "In 2022, trade was $190 billion.\nIn 2023, it was $240 billion."},
  });
}

TEST(PlainText, places_are_those_of_the_input) {
  const std::string input = "<p>Trade &amp; <b>&#36;190</b> bil\u00ADlion</p>";
  const PlainText text = plain_text(input);
  ASSERT_EQ(text.text, "Trade & $190 billion");
  const auto piece = [&](std::size_t from, std::size_t to) {
    return input.substr(text.input_start(from), text.input_end(to) - text.input_start(from));
  };
  EXPECT_EQ(piece(6, 7), "&amp;");
  EXPECT_EQ(piece(8, 12), "&#36;190");
  EXPECT_EQ(piece(13, 20), "bil\u00ADlion");
  const PlainText utf16 = plain_text("\xFF\xFE" + wide("ab cd", 2, true));
  EXPECT_EQ(utf16.input_start(3), 8u);
  EXPECT_EQ(utf16.input_end(5), 12u);
}

TEST(PlainText, what_is_no_text_is_refused) {
  using namespace std::string_literals;
  std::string noise;
  for (unsigned k = 0; k < 4000; ++k) noise += static_cast<char>(k * k * 37 % 251 % 29);
  for (const std::string& bytes :
       {"%PDF-1.7\n"s, "PK\x03\x04zip"s, "\x89PNG\r\n"s, "a\0b"s, noise, "\x1F\x8B\x08"s, "{\\rtf1 x}"s}) {
    try {
      plain_text(bytes);
      ADD_FAILURE() << bytes.substr(0, 10);
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find("text"), std::string::npos);
      EXPECT_FALSE(error.hint.empty());
    }
  }
  // A stray byte in a long text is a slip.
  EXPECT_EQ(prose(std::string(2000, 'a') + "\0b"s), std::string(2000, 'a') + "b");
}

bool starts_character(std::string_view text, std::size_t k) {
  return k == text.size() || (static_cast<unsigned char>(text[k]) & 0xC0u) != 0x80u;
}

void expect_sound(const std::string& input, bool valid) {
  PlainText text;
  try {
    text = plain_text(input);
  } catch (const Error&) {
    return;
  }
  RC_ASSERT(is_utf8(text.text));
  RC_ASSERT(text.start.size() == text.text.size() && text.end.size() == text.text.size());
  std::size_t last = 0;
  for (std::size_t k = 0; k < text.text.size(); ++k) {
    RC_ASSERT(text.start[k] >= last && text.start[k] <= text.end[k] && text.end[k] <= input.size());
    last = text.start[k];
    if (valid) RC_ASSERT(starts_character(input, text.start[k]) && starts_character(input, text.end[k]));
  }
}

TEST(PlainText, any_bytes_give_sound_places_and_utf8) {
  EXPECT_TRUE(rc::check([](const std::vector<std::uint8_t>& bytes, std::uint8_t mark) {
    static const std::vector<std::string> kMarks{"", "\xFF\xFE", "\xFE\xFF", std::string("\xFF\xFE\0\0", 4),
                                                 "<p>"};
    expect_sound(kMarks[mark % kMarks.size()] + std::string(bytes.begin(), bytes.end()), false);
  }));
}

TEST(PlainText, any_shuffle_of_markup_gives_sound_places_and_utf8) {
  EXPECT_TRUE(rc::check([] {
    static const std::vector<std::string> kParts{"<p>",
                                                 "</p>",
                                                 "<table>",
                                                 "<tr>",
                                                 "<td>",
                                                 "</table>",
                                                 "<b",
                                                 ">",
                                                 "'",
                                                 "\"",
                                                 "<!--",
                                                 "-->",
                                                 "<script>",
                                                 "</script>",
                                                 "<div hidden>",
                                                 "</div>",
                                                 "&#36;",
                                                 "&",
                                                 "&amp;",
                                                 ";",
                                                 "|",
                                                 "\n",
                                                 "\n",
                                                 "\n\n",
                                                 "---",
                                                 "#",
                                                 " ",
                                                 "*",
                                                 "**",
                                                 "_",
                                                 "[",
                                                 "]",
                                                 "(",
                                                 ")",
                                                 "![",
                                                 "`",
                                                 "~~",
                                                 "1. ",
                                                 "- ",
                                                 "2022",
                                                 "$190 billion",
                                                 "trade",
                                                 "China",
                                                 ",",
                                                 "\t",
                                                 "\u00AD",
                                                 "\u3000",
                                                 "\u4E2D",
                                                 "\x1b[",
                                                 "\x1b]",
                                                 "WEBVTT",
                                                 "00:00:01,000 --> 00:00:02,000",
                                                 "https://a.b",
                                                 "\r",
                                                 "\xFF",
                                                 "<sup>",
                                                 "</sup>",
                                                 "%",
                                                 "\\"};
    std::string text;
    bool valid = true;
    for (const auto& part : *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(kParts))) {
      text += part;
      valid = valid && part != "\xFF";
    }
    expect_sound(text, valid);
  }));
}

// What makes a careless reader look at the rest of the text again and again.
TEST(PlainText, twice_the_text_takes_about_twice_the_time) {
  for (const char* part : {"<p ",
                           "<p title='",
                           "<!-",
                           "[a",
                           "[a](",
                           "![",
                           "&#",
                           "~~a",
                           "| a\n",
                           "a,b\n1\n",
                           "a,1\n",
                           "<table><tr><td>",
                           "**a ",
                           "\x1b]",
                           "<sup>",
                           "</",
                           "<script>a</",
                           "{\\",
                           "00:00:01 --> a\n{\\",
                           "```\n",
                           "https://"}) {
    const auto seconds = [&](std::size_t copies) {
      std::string text;
      for (std::size_t k = 0; k < copies; ++k) text += part;
      double best = 1e9;
      for (int repeat = 0; repeat < 3; ++repeat) {
        const std::clock_t begin = std::clock();  // of the processor, whatever else it does
        plain_text(text);
        best = std::min(best, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
      }
      return best;
    };
    // Quadratic time would take sixteen times as long, and seconds of it; the tenth is for a busy machine.
    EXPECT_LT(seconds(80000), 10 * seconds(20000) + 0.1) << part;
  }
}

}  // namespace
}  // namespace sogdia::claims
