#include "sogdia/claims/prose/asides.h"

#include <algorithm>
#include <unordered_set>

#include "sogdia/claims/prose/near.h"
#include "sogdia/claims/prose/sentence_reader.h"

namespace sogdia::claims {
namespace {

const std::unordered_set<std::string_view> kGoods{"oil",
                                                  "crude",
                                                  "gas",
                                                  "lng",
                                                  "lpg",
                                                  "coal",
                                                  "petroleum",
                                                  "fuel",
                                                  "fuels",
                                                  "diesel",
                                                  "gasoline",
                                                  "car",
                                                  "cars",
                                                  "vehicle",
                                                  "vehicles",
                                                  "truck",
                                                  "trucks",
                                                  "machinery",
                                                  "machine",
                                                  "equipment",
                                                  "electronics",
                                                  "smartphones",
                                                  "phones",
                                                  "wheat",
                                                  "grain",
                                                  "grains",
                                                  "barley",
                                                  "soybeans",
                                                  "soybean",
                                                  "soya",
                                                  "corn",
                                                  "maize",
                                                  "weapons",
                                                  "arms",
                                                  "ammunition",
                                                  "chips",
                                                  "semiconductors",
                                                  "semiconductor",
                                                  "steel",
                                                  "metals",
                                                  "metal",
                                                  "copper",
                                                  "nickel",
                                                  "aluminium",
                                                  "aluminum",
                                                  "iron",
                                                  "ore",
                                                  "ores",
                                                  "timber",
                                                  "wood",
                                                  "lumber",
                                                  "food",
                                                  "foods",
                                                  "foodstuffs",
                                                  "agricultural",
                                                  "agrifood",
                                                  "farm",
                                                  "energy",
                                                  "services",
                                                  "service",
                                                  "fertiliser",
                                                  "fertilizer",
                                                  "fertilisers",
                                                  "fertilizers",
                                                  "seafood",
                                                  "fish",
                                                  "crab",
                                                  "rice",
                                                  "uranium",
                                                  "gold",
                                                  "diamonds",
                                                  "textiles",
                                                  "textile",
                                                  "clothing",
                                                  "garments",
                                                  "meat",
                                                  "beef",
                                                  "pork",
                                                  "poultry",
                                                  "dairy",
                                                  "sugar",
                                                  "cotton",
                                                  "chemicals",
                                                  "plastics",
                                                  "pharmaceuticals",
                                                  "medicines",
                                                  "software",
                                                  "digital",
                                                  "tech",
                                                  "technology",
                                                  "luxury",
                                                  "minerals",
                                                  "mineral",
                                                  "hydrocarbons",
                                                  "electricity",
                                                  "drones",
                                                  "batteries",
                                                  "solar",
                                                  "parts",
                                                  "components",
                                                  "toys",
                                                  "furniture",
                                                  "shoes",
                                                  "tea",
                                                  "coffee",
                                                  "wine",
                                                  "nuts",
                                                  "fruit",
                                                  "fruits",
                                                  "vegetables",
                                                  "oilseeds",
                                                  "rapeseed",
                                                  "sunflower",
                                                  "lithium",
                                                  "retail",
                                                  "online",
                                                  "ecommerce",
                                                  "cobalt",
                                                  "platinum",
                                                  "palladium",
                                                  "titanium",
                                                  "helium",
                                                  "military",
                                                  "dual",
                                                  "ships",
                                                  "aircraft",
                                                  "planes",
                                                  "tractors",
                                                  "commodity",
                                                  "commodities"};

// Provinces, states and free-trade zones that trade for themselves in the news.
const std::unordered_set<std::string_view> kProvinces{
    "province",  "provincial", "guangdong",   "heilongjiang", "jilin",      "liaoning",    "shandong",
    "zhejiang",  "jiangsu",    "fujian",      "sichuan",      "xinjiang",   "yunnan",      "guangxi",
    "hebei",     "henan",      "hunan",       "hubei",        "shaanxi",    "shanxi",      "hainan",
    "chongqing", "shanghai",   "shenzhen",    "guangzhou",    "tianjin",    "manchuria",   "mongolia's",
    "oblast",    "krai",       "region",      "region's",     "regional",   "bavaria",     "california",
    "texas",     "gujarat",    "maharashtra", "siberia",      "primorye",   "buryatia",    "tatarstan",
    "crossing",  "checkpoint", "port",        "pass",         "freight",    "company",     "company's",
    "firm",      "firms",      "subsidiary",  "bank",         "prefecture", "municipality"};

const std::unordered_set<std::string_view> kCorrections{
    "correction", "corrected", "misstated",     "incorrectly", "erroneously", "wrongly",
    "mistakenly", "retracted", "clarification", "typo",        "misprint"};

// What may stand between a country and its exports without making them those of one good.
bool is_plain_before_flow(std::string_view word) {
  return word.ends_with("ed") || word.ends_with("ing") || word.ends_with("ly") || word.ends_with("al") ||
         word.ends_with("er") ||
         one_of(word, {"outbound", "inbound",   "overall",  "aggregate", "entire", "goods",  "merchandise",
                       "s",        "own",       "all",      "direct",    "gross",  "net",    "and",
                       "of",       "world",     "whole",    "large",     "huge",   "strong", "weak",
                       "record",   "modest",    "big",      "small",     "main",   "major",  "visible",
                       "product",  "bilateral", "foreign",  "two",       "way",    "the",    "total",
                       "yearly",   "bound",     "were",     "was",       "in",     "to",     "from",
                       "with",     "for",       "high",     "low",       "recent", "future", "whose",
                       "as",       "or",        "combined", "state",     "put",    "saw",    "sent",
                       "set",      "cut",       "let",      "hit",       "has",    "had",    "is",
                       "made",     "kept",      "lost",     "sees",      "of",     "by"});
}

// What may stand behind "exports of" where they are of all goods.
bool is_plain_after_of(std::string_view word) {
  return one_of(
      word, {"goods",   "merchandise", "products",      "all",  "the",  "its",   "their",  "both",   "these",
             "those",   "this",        "that",          "each", "a",    "about", "around", "nearly", "almost",
             "some",    "over",        "more",          "less", "just", "only",  "at",     "up",     "under",
             "roughly", "us",          "usd",           "eur",  "rmb",  "rs",    "inr",    "cny",    "jpy",
             "which",   "merely",      "approximately", "half", "two",  "three", "total",  "our",    "your"});
}

}  // namespace

std::string aside_of(const std::vector<Token>& tokens, const Mentions& m, const Amount& a,
                     const FlowWord* flow, Span sentence) {
  for (std::size_t k = sentence.begin; k < sentence.end; ++k) {
    if (kCorrections.contains(tokens[k].text)) return "a correction quotes the slip";
    if (one_of(tokens[k].text, {"fixes", "corrects", "amends", "rewrites"}) && k <= sentence.begin + 1)
      return "a correction quotes the slip";
    if (tokens[k].text == "we" && k + 1 < sentence.end &&
        one_of(tokens[k + 1].text, {"wrote", "reported", "stated", "printed"}))
      return "a correction quotes the slip";
    // "claimed that it was $24 billion; in truth it was ten times that"
    if (one_of(tokens[k].text, {"truth", "reality", "debunked", "untrue"}))
      return "a correction quotes the slip";
    if (tokens[k].text == "earlier" && k + 1 < sentence.end &&
        one_of(tokens[k + 1].text, {"version", "report", "story", "edition"}))
      return "a correction quotes the slip";
  }
  for (std::size_t k = a.begin; k-- > sentence.begin && a.begin - k <= 2;) {
    if (tokens[k].text == "not" || tokens[k].text == "rather") {
      // "$240 billion, not $240 million"
      const bool contrast = std::any_of(m.amounts.begin(), m.amounts.end(), [&](const Amount& other) {
        return other.end <= k && k - other.end <= 2;
      });
      if (contrast) return "the sentence itself says that it is not so";
    }
  }
  // "those of China at $500 billion"
  for (std::size_t k = a.begin; !a.percent && k-- > sentence.begin && a.begin - k <= 5;)
    // but "by those of Beijing it was" tells who counts
    if (tokens[k].text == "those" && tokens[k + 1].text == "of" &&
        !(k > sentence.begin && k <= sentence.begin + 2 && tokens[k - 1].text == "by"))
      return "a figure of others than the sentence's";
  // "rose 21.5 percent in eight months despite a decline of 5.4 percent in August"
  if (a.percent && a.end < sentence.end && tokens[a.end].text == "in" &&
      holds(tokens, {a.begin > sentence.begin + 4 ? a.begin - 4 : sentence.begin, a.begin}, {"despite"}))
    return "a rate of another time than the sentence's";
  // "rose by about $5 billion"
  for (std::size_t k = a.begin; !a.percent && k-- > sentence.begin && a.begin - k <= 4;) {
    if (tokens[k].text == "by" && !(flow && flow->excess)) return "a change, not a level";
    if (!one_of(tokens[k].text,
                {"about", "some", "around", "roughly", "nearly", "almost", "over", "more", "than", "just",
                 "at", "least", "another", "approximately", "only", "less", "under"}))
      break;
  }
  // "rose $20.8 billion to $475.6 billion", "an increase of $20 billion", "$20 billion more than"
  if (!a.percent) {
    // "made up 240 million" is no rise.
    const bool made_up = a.begin > sentence.begin + 1 &&
                         one_of(tokens[a.begin - 2].text, {"made", "makes", "make", "making", "up"});
    const bool verb_before =
        a.begin > sentence.begin && !made_up && direction_of(tokens[a.begin - 1].text) != 0;
    // "up to $5 billion of trade", but not "went up to"
    if (a.begin > sentence.begin + 1 && tokens[a.begin - 1].text == "to" &&
        tokens[a.begin - 2].text == "up" && a.end < sentence.end && tokens[a.end].text == "of")
      return "a part of it";
    // "increased $20.8 billion to", "increased $20.8B Y/Y to"
    std::size_t to = a.end;
    while (to < sentence.end && to < a.end + 5 &&
           one_of(tokens[to].text, {"y", "/", "o", "year", "on", "-", "yoy"}))
      ++to;
    const bool to_after = to + 1 < sentence.end && tokens[to].text == "to" &&
                          std::any_of(m.amounts.begin(), m.amounts.end(), [&](const Amount& other) {
                            return !other.percent && other.begin > to && other.begin <= to + 4;
                          });
    if (verb_before && (to_after || tokens[a.begin - 1].text == "up" || tokens[a.begin - 1].text == "down"))
      return "a change, not a level";
    if (a.end < sentence.end && one_of(tokens[a.end].text, {"more", "less", "higher", "lower"}))
      return "a change, not a level";
    // "a sharp $102.9 billion decrease from the year before"
    if (a.end < sentence.end && one_of(tokens[a.end].text, {"increase", "decrease", "drop", "rise", "decline",
                                                            "reduction", "jump", "fall", "gain", "surge"}))
      return "a change, not a level";
    // "which is $12 billion, or 23.9 percent, more"
    for (const auto& rate : m.amounts)
      if (rate.percent && rate.begin >= a.end && rate.begin <= a.end + 2 &&
          tokens[rate.begin - 1].text == "or" && rate.end < sentence.end &&
          holds(tokens, {rate.end, std::min(rate.end + 2, sentence.end)},
                {"more", "less", "higher", "lower"}))
        return "a change, not a level";
    for (std::size_t k = a.begin; k-- > sentence.begin && a.begin - k <= 3;)
      if (one_of(tokens[k].text, {"increase", "decrease", "gain", "drop", "rise", "decline", "jump"}) &&
          tokens[k + 1].text == "of")
        return "a change, not a level";
    if (a.end + 1 < sentence.end && tokens[a.end].text == "a" &&
        one_of(tokens[a.end + 1].text, {"day", "week", "month"}))
      return "a rate by the day, week or month";
    if (a.end < sentence.end &&
        one_of(tokens[a.end].text, {"contract", "contracts", "deal", "deals", "loan", "loans", "investment",
                                    "investments", "project", "projects"}))
      return "no flow of goods";
  }
  // Goods and provinces: between the amount and its flow word, and the few words on either side.
  std::size_t from = a.begin, to = a.end;
  if (flow) {
    from = std::min(from, flow->at);
    to = std::max(to, flow->at + 1);
  }
  std::size_t lower = sentence.begin, upper = sentence.end;
  for (const auto& other : m.amounts) {
    if (&other == &a || other.percent) continue;
    if (other.end <= from) lower = std::max(lower, other.end);
    if (other.begin >= to) upper = std::min(upper, other.begin);
  }
  for (const auto k : m.breaks) {
    if (k <= from) lower = std::max(lower, k);
    if (k >= to) upper = std::min(upper, k);
  }
  // A clause that begins behind the figure is of something else.
  for (std::size_t k = to; k < std::min(upper, to + 6); ++k)
    if (one_of(tokens[k].text, {"since", "because", "as", "after", "while", "when", "although", "though",
                                "despite", ";", "whereas", "but", "even", ":"}) ||
        (tokens[k].text == "those" && k > to + 1 && tokens[k - 1].text == "with" &&
         tokens[k - 2].text == ","))
      upper = k;
  // "Iraq, to which all goes through one crossing, had bought goods": of Iraq.
  if (flow && told_before_aside(tokens, m, flow->at)) lower = std::max(lower, flow->at);
  from = std::max(lower, from > 5 ? from - 5 : 0);
  to = std::min(upper, to + 6);
  for (std::size_t k = from; k < to; ++k) {
    // "Exports to the Netherlands, where many goods only change ships, were": said of the Netherlands.
    if (tokens[k].text == "," && k + 1 < to && tokens[k + 1].text == "where") {
      std::size_t end = k + 1;
      while (end < to && tokens[end].text != ",") ++end;
      if (end < to) k = end;
    }
    if (tokens[k].kind != Token::Kind::word) continue;
    // "imports of Russian goods and services", as agencies have it
    if (tokens[k].text == "services" && k > sentence.begin + 1 && tokens[k - 1].text == "and" &&
        tokens[k - 2].text == "goods" && flow && flow->at + 9 >= k &&
        std::any_of(m.parties.begin(), m.parties.end(),
                    [&](const PartyMention& p) { return p.end + 2 == k; }))
      continue;
    // "in goods alone, as services are not counted", "without services"
    if (tokens[k].text == "services" &&
        (holds(tokens, {k > sentence.begin + 3 ? k - 3 : sentence.begin, k},
               {"without", "excluding", "not", "minus"}) ||
         holds(tokens, {k, std::min(k + 4, sentence.end)}, {"not", "excluded", "aside", "apart"})))
      continue;
    // "Federal Customs Service", "German firms": an office, and all of a country's.
    if (one_of(tokens[k].text, {"service", "services"}) && k > sentence.begin &&
        one_of(tokens[k - 1].text, {"customs", "statistics", "statistical", "border", "press", "news"}))
      continue;
    if (one_of(tokens[k].text, {"firms"}) &&
        std::any_of(m.parties.begin(), m.parties.end(), [&](const PartyMention& p) { return p.end == k; }))
      continue;
    // "commodity turnover" is of all goods.
    if (one_of(tokens[k].text, {"commodity", "commodities"}) && k + 1 < sentence.end &&
        one_of(tokens[k + 1].text, {"turnover", "trade", "circulation", "exchange", "for", "worth"}))
      continue;
    if (tokens[k].text == "border" && k + 1 < sentence.end &&
        one_of(tokens[k + 1].text, {"trade", "commerce"}) && !(k > 0 && tokens[k - 1].text == "-"))
      return "a province, a place or a firm, not a country";
    // "goods", "goods and services" and "energy cooperation" are not one good.
    // "the Ministry of Trade, Industry and Energy"
    if (tokens[k].capital && k > sentence.begin &&
        holds(tokens, {k > sentence.begin + 7 ? k - 7 : sentence.begin, k}, {"ministry", "minister"}))
      continue;
    if (kGoods.contains(tokens[k].text) && !in_passing(tokens, k, sentence) &&
        !(k + 1 < sentence.end &&
          one_of(tokens[k + 1].text, {"cooperation", "crisis", "ties", "prices", "price", "war", "sanctions",
                                      "embargo", "ban", "cap"})))
      return "one good, not all goods";
    // "China's trade with the region": the group spoken of
    if (one_of(tokens[k].text, {"region", "regional"}) && k > sentence.begin &&
        one_of(tokens[k - 1].text, {"the", "whole", "entire"}) &&
        std::any_of(m.recent.begin(), m.recent.end(),
                    [](const std::string& code) { return code.size() > 3; }))
      continue;
    // "the ASEAN region"
    if (tokens[k].text == "region" &&
        std::any_of(m.parties.begin(), m.parties.end(),
                    [&](const PartyMention& p) { return p.end == k && (p.code.size() != 3); }))
      continue;
    if (kProvinces.contains(tokens[k].text)) return "a province, a place or a firm, not a country";
  }
  // "intra-EU trade"
  if (flow && flow->at > sentence.begin + 1 &&
      holds(tokens, {flow->at > sentence.begin + 4 ? flow->at - 4 : sentence.begin, flow->at}, {"intra"}))
    return "trade inside a group, not with others";
  // India's ministry calls goods and services together "overall exports".
  const auto of_india = [&] {
    return m.topic == "IND" || m.focus == "IND" ||
           std::find(m.recent.begin(), m.recent.end(), "IND") != m.recent.end() ||
           std::any_of(m.parties.begin(), m.parties.end(),
                       [](const PartyMention& p) { return p.code == "IND" && !p.reports; });
  };
  if (flow && flow->at > sentence.begin && tokens[flow->at - 1].text == "overall" && of_india())
    return "goods and services together";
  // "South Korea's chip exports", "its toy imports"
  if (flow && flow->at > sentence.begin + 1 &&
      one_of(tokens[flow->at].text,
             {"exports", "imports", "shipments", "sales", "purchases", "deliveries"})) {
    const Token& word = tokens[flow->at - 1];
    const bool owned =
        one_of(tokens[flow->at - 2].text, {"its", "their"}) || tokens[flow->at - 2].possessive ||
        std::any_of(m.parties.begin(), m.parties.end(),
                    [&](const PartyMention& p) { return !p.reports && p.end == flow->at - 1; });
    // "e-commerce exports", "high-tech exports"
    if (flow->at > sentence.begin + 3 && tokens[flow->at - 2].text == "-" && tokens[flow->at - 2].glued &&
        word.kind == Token::Kind::word && !word.capital && !is_plain_before_flow(word.text))
      return "one good, not all goods";
    if (owned && word.kind == Token::Kind::word && !word.capital && !is_plain_before_flow(word.text))
      return "one good, not all goods";
  }
  // "exports of chipmaking machines", "the import and export of intermediate goods"
  const bool both = flow && flow->at + 2 < sentence.end && tokens[flow->at + 1].text == "and" &&
                    one_of(tokens[flow->at + 2].text, {"exports", "imports", "export", "import"});
  const std::size_t of = flow ? flow->at + (both ? 3 : 1) : 0;
  if (flow && of + 1 < sentence.end && tokens[of].text == "of" &&
      one_of(tokens[flow->at].text,
             {"exports", "imports", "shipments", "sales", "purchases", "deliveries", "export", "import"})) {
    const Token& word = tokens[of + 1];
    if (word.kind == Token::Kind::word && !word.capital && !is_plain_after_of(word.text))
      return "one good, not all goods";
  }
  // "photovoltaic products exports"
  if (flow && flow->at > sentence.begin && one_of(tokens[flow->at - 1].text, {"products", "product"}))
    return "one good, not all goods";
  // "the group of industrial processing goods had the largest share of exports, with over $189 billion"
  for (std::size_t k = sentence.begin; k + 3 < a.begin && tokens[k].text != ","; ++k)
    if (tokens[k].text == "group" && tokens[k + 1].text == "of" &&
        holds(tokens, {k + 2, std::min(k + 6, a.begin)}, {"goods", "products", "items"}))
      return "one good, not all goods";
  // "Alibaba's exports", "Shandong's trade": of one whom the pack does not know as a country.
  if (flow && flow->at > sentence.begin) {
    const Token& owner = tokens[flow->at - 1];
    const bool known = std::any_of(m.names.begin(), m.names.end(), [&](const Span& name) {
      return flow->at - 1 >= name.begin && flow->at - 1 < name.end;
    });
    if (owner.possessive && owner.capital && owner.kind == Token::Kind::word && !known)
      return "a province, a place or a firm, not a country";
  }
  return {};
}

}  // namespace sogdia::claims
