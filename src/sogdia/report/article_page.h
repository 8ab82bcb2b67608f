#pragma once
#include <string>

#include "sogdia/report/facts/article.h"
#include "sogdia/study/tables/result.h"

namespace sogdia {

// A page on an article: its claims first, then what the pack knows of what it is about: the forum and the
// initiative's members, ten years of projects by kind, the two states' trade, pledges and reliance on each
// other, the ways between them, how they voted and met. `result` is of study_on(article).
std::string write_article_page(const Article& article, const Result& result);

}  // namespace sogdia
