#include <algorithm>
#include <array>

#include "sogdia/claims/plain/mapped_text.h"

namespace sogdia::claims {
namespace {

struct Named {
  std::string_view name, text;
};
// Of HTML's names those of signs, spaces and dashes that prose uses, and of the letters in names; sorted.
constexpr std::array kNamed{
    Named{"AElig", "\u00C6"},  Named{"Aacute", "\u00C1"},
    Named{"Aring", "\u00C5"},  Named{"Auml", "\u00C4"},
    Named{"Ccedil", "\u00C7"}, Named{"Eacute", "\u00C9"},
    Named{"Ecirc", "\u00CA"},  Named{"Egrave", "\u00C8"},
    Named{"Iacute", "\u00CD"}, Named{"NonBreakingSpace", "\u00A0"},
    Named{"Ntilde", "\u00D1"}, Named{"Oacute", "\u00D3"},
    Named{"Oslash", "\u00D8"}, Named{"Ouml", "\u00D6"},
    Named{"Scaron", "\u0160"}, Named{"Uacute", "\u00DA"},
    Named{"Uuml", "\u00DC"},   Named{"aacute", "\u00E1"},
    Named{"acirc", "\u00E2"},  Named{"aelig", "\u00E6"},
    Named{"agrave", "\u00E0"}, Named{"amp", "&"},
    Named{"apos", "'"},        Named{"aring", "\u00E5"},
    Named{"ast", "*"},         Named{"asymp", "\u2248"},
    Named{"atilde", "\u00E3"}, Named{"auml", "\u00E4"},
    Named{"bull", "\u2022"},   Named{"ccedil", "\u00E7"},
    Named{"cent", "\u00A2"},   Named{"colon", ":"},
    Named{"comma", ","},       Named{"copy", "\u00A9"},
    Named{"dash", "-"},        Named{"deg", "\u00B0"},
    Named{"dollar", "$"},      Named{"eacute", "\u00E9"},
    Named{"ecirc", "\u00EA"},  Named{"egrave", "\u00E8"},
    Named{"emsp", " "},        Named{"ensp", " "},
    Named{"equals", "="},      Named{"euml", "\u00EB"},
    Named{"euro", "\u20AC"},   Named{"excl", "!"},
    Named{"frac12", "\u00BD"}, Named{"frac14", "\u00BC"},
    Named{"frac34", "\u00BE"}, Named{"ge", "\u2265"},
    Named{"gt", ">"},          Named{"hellip", "\u2026"},
    Named{"horbar", "\u2014"}, Named{"hyphen", "-"},
    Named{"iacute", "\u00ED"}, Named{"icirc", "\u00EE"},
    Named{"iuml", "\u00EF"},   Named{"laquo", "\u00AB"},
    Named{"ldquo", "\u201C"},  Named{"le", "\u2264"},
    Named{"lpar", "("},        Named{"lsquo", "\u2018"},
    Named{"lt", "<"},          Named{"mdash", "\u2014"},
    Named{"middot", "\u00B7"}, Named{"minus", "-"},
    Named{"nbsp", "\u00A0"},   Named{"ndash", "\u2013"},
    Named{"ntilde", "\u00F1"}, Named{"num", "#"},
    Named{"numsp", "\u00A0"},  Named{"oacute", "\u00F3"},
    Named{"ocirc", "\u00F4"},  Named{"oslash", "\u00F8"},
    Named{"otilde", "\u00F5"}, Named{"ouml", "\u00F6"},
    Named{"percnt", "%"},      Named{"period", "."},
    Named{"plus", "+"},        Named{"plusmn", "\u00B1"},
    Named{"pound", "\u00A3"},  Named{"quest", "?"},
    Named{"quot", "\""},       Named{"raquo", "\u00BB"},
    Named{"rdquo", "\u201D"},  Named{"reg", "\u00AE"},
    Named{"rpar", ")"},        Named{"rsquo", "\u2019"},
    Named{"scaron", "\u0161"}, Named{"sect", "\u00A7"},
    Named{"semi", ";"},        Named{"sim", "~"},
    Named{"sol", "/"},         Named{"szlig", "\u00DF"},
    Named{"thinsp", "\u00A0"}, Named{"times", "\u00D7"},
    Named{"trade", "\u2122"},  Named{"uacute", "\u00FA"},
    Named{"ucirc", "\u00FB"},  Named{"ugrave", "\u00F9"},
    Named{"uuml", "\u00FC"},   Named{"yacute", "\u00FD"},
    Named{"yen", "\u00A5"},
};
constexpr bool before(const Named& a, const Named& b) { return a.name < b.name; }
static_assert(std::is_sorted(kNamed.begin(), kNamed.end(), before));

}  // namespace

std::string_view named_entity(std::string_view name) {
  const auto found = std::lower_bound(kNamed.begin(), kNamed.end(), Named{name, ""}, before);
  return found != kNamed.end() && found->name == name ? found->text : std::string_view();
}

}  // namespace sogdia::claims
