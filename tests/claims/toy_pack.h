#pragma once
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include "sogdia/claims/claims.h"
#include "sogdia/core/table.h"

namespace sogdia::toy {

// A table of text columns, and of numbers where every cell is one or empty. Commas only between cells.
inline Table csv(const std::string& text) {
  std::vector<std::vector<std::string>> columns;
  std::vector<std::string> names;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string> cells(1);
    for (const char c : line) {
      if (c == ',')
        cells.emplace_back();
      else
        cells.back() += c;
    }
    if (names.empty()) {
      names = cells;
      columns.resize(names.size());
      continue;
    }
    for (std::size_t k = 0; k < names.size(); ++k) columns[k].push_back(cells[k]);
  }
  Table table;
  for (std::size_t k = 0; k < names.size(); ++k) {
    std::vector<double> numbers;
    bool numeric = names[k].ends_with("usd") || names[k] == "growth" || names[k] == "year";
    for (const auto& cell : columns[k])
      if (numeric) numbers.push_back(cell.empty() ? std::nan("") : std::stod(cell));
    if (numeric)
      table.add(names[k], numbers);
    else
      table.add(names[k], columns[k]);
  }
  return table;
}

// Rows of the pack's tables, as China's customs printed them.
struct Pack {
  Table countries = csv(R"(iso3,name,names
CHN,China,People's Republic of China|Mainland China
RUS,Russia,Russian Federation
KAZ,Kazakhstan,
USA,United States,United States of America
DEU,Germany,
KOR,South Korea,Korea
GIN,Guinea,
GNB,Guinea-Bissau,)");
  Table customs =
      csv(R"(reporter,partner,flow,period,from_date,to_date,value_usd,growth,status,source,growth_basis
CHN,RUS,total,2014,2014-01-01,2014-12-31,95280000000,0.068,observed,gacc_2014,printed
CHN,RUS,total,2015,2015-01-01,2015-12-31,68060000000,-0.286,observed,gacc_2015,printed
CHN,RUS,total,2018,2018-01-01,2018-12-31,107060000000,0.271,observed,gacc_2018,printed
CHN,RUS,total,2020,2020-01-01,2020-12-31,107760000000,-0.029,observed,gacc_2020,printed
CHN,RUS,total,2021,2021-01-01,2021-12-31,146887000000,0.358,observed,gacc_2021,printed
CHN,RUS,total,2022,2022-01-01,2022-12-31,190271000000,0.293,observed,gacc_2022,revised
CHN,RUS,total,2023,2023-01-01,2023-12-31,240110000000,0.263,observed,gacc_2023,revised
CHN,RUS,total,2023-01..2023-09,2023-01-01,2023-09-30,176400000000,0.295,observed,gacc_2023_09,revised
CHN,RUS,total,2023-01..2023-06,2023-01-01,2023-06-30,114547000000,0.406,observed,gacc_2023_06,printed
CHN,RUS,total,2024,2024-01-01,2024-12-31,244810000000,0.019,observed,gacc_2024,printed
CHN,RUS,exports,2022,2022-01-01,2022-12-31,76120000000,0.128,observed,gacc_2022,printed
CHN,RUS,exports,2023,2023-01-01,2023-12-31,110970000000,0.469,observed,gacc_2023,revised
CHN,RUS,exports,2023-01..2023-09,2023-01-01,2023-09-30,81400000000,0.569,observed,gacc_2023_09,revised
CHN,RUS,imports,2022,2022-01-01,2022-12-31,114150000000,0.434,observed,gacc_2022,printed
CHN,RUS,imports,2023,2023-01-01,2023-12-31,129140000000,0.127,observed,gacc_2023,revised
RUS,CHN,exports,2022,2022-01-01,2022-12-31,105000000000,,observed,fcs_2022,
CHN,KAZ,exports,2023,2023-01-01,2023-12-31,24700000000,,observed,gacc_2023,
CHN,KAZ,imports,2023,2023-01-01,2023-12-31,16300000000,,observed,gacc_2023,)");
  Table trade = csv(R"(exporter,importer,year,value_usd,status,source
CHN,DEU,2023,106000000000,estimated,trade
DEU,CHN,2023,104000000000,estimated,trade
CHN,RUS,2023,111000000000,estimated,trade
RUS,CHN,2023,129000000000,estimated,trade)");
  Table totals = csv(R"(iso3,year,flow,value_usd,status,source
CHN,2023,exports,3380000000000,observed,wto
CHN,2023,imports,2557000000000,observed,wto
RUS,2023,exports,425000000000,observed,wto
RUS,2023,imports,304000000000,observed,wto)");
  Table pledges =
      csv(R"(pledge_id,date,parties,flow,target_usd,by_year,text,outcome_usd,outcome_year,reached,source
a,2011-06-16,CHN;RUS,trade,200000000000,2020,Goal of 200 by 2020,107760000000,2020,no,d
b,2019-06-05,CHN;RUS,trade,200000000000,2024,Goal of 200 by 2024,240110000000,2023,yes,s
c,2022-01-25,CHN;KAZ;KGZ;TJK;TKM;UZB,trade,70000000000,2030,70 by 2030,70200000000,2022,yes,i
d,2023-05-17,CHN;KAZ,trade,40000000000,2030,40 by 2030,,,open,k)");
  Table events = csv(R"(date,kind,parties,title,source
2013-03-22,visit,CHN;RUS,Xi Jinping in Moscow - first state visit as president,x
2017-05-14,forum,CHN;BRI,First Belt and Road Forum for International Cooperation - Beijing,b1
2019-04-25,forum,CHN;BRI,Second Belt and Road Forum for International Cooperation - Beijing: more than 150 countries,b2
2021-06-28,video,CHN;RUS,Xi and Putin talk by video,v
2022-02-24,war,RUS;UKR,Russia invades Ukraine,u
2022-09-15,meeting,CHN;RUS,Xi and Putin meet at the SCO summit in Samarkand,m
2023-03-20,visit,CHN;RUS,Xi Jinping in Moscow - state visit,x
2023-10-17,forum,CHN;BRI,Third Belt and Road Forum for International Cooperation - Beijing: representatives of more than 130 countries,b3
2024-05-16,visit,CHN;RUS,Putin in Beijing and Harbin - state visit,s)");

  Table forums = csv(R"(forum_id,from_date,announced_countries,actual_countries
brf_2019,2019-04-25,150,150
brf_2023,2023-10-17,130,151)");

  Table demonyms = csv(R"(name,code,kind
Africa,AFRICA,name
African,AFRICA,adjective
ASEAN,ASEAN,name
Central Asia,CENTRALASIA,name
Central Asian,CENTRALASIA,adjective
Beijing's,CHN,capital
Chinese,CHN,adjective
PRC,CHN,abbreviation
Sino,CHN,prefix
German,DEU,adjective
EU,EU,abbreviation
European Union,EU,name
Kazakh,KAZ,adjective
Kazakhstani,KAZ,adjective
Korean,KOR,adjective
Russian,RUS,adjective
Russo,RUS,prefix
America,USA,short name
American,USA,adjective
US,USA,abbreviation
USA,USA,abbreviation)");
  Table rates = csv(R"(currency,year,per_usd
CNY,2022,6.74
CNY,2023,7.08
EUR,2022,0.95
EUR,2023,0.925
GBP,2022,0.811
GBP,2023,0.805
RUB,2022,68.5
RUB,2023,85.2)");

  Evidence evidence() const {
    Evidence all;
    all.parties = party_names(countries, &demonyms);
    all.customs = &customs;
    all.trade = &trade;
    all.trade_totals = &totals;
    all.pledges = &pledges;
    all.events = &events;
    all.forums = &forums;
    all.exchange_rates = &rates;
    return all;
  }
};

}  // namespace sogdia::toy
