#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "outputs.h"
#include "sogdia/io/file.h"
#include "sogdia/io/json_text.h"
#include "sogdia/report/article_page.h"
#include "sogdia/report/brief.h"
#include "sogdia/sql/table_files.h"
#include "sogdia/study/read_run.h"
#include "sogdia/study/run.h"
#include "sogdia/study/world/country.h"
#include "terminal.h"

namespace sogdia::tool {

// Nobody named the file: only an earlier brief may be replaced.
void require_brief_or_nothing(const std::string& path) {
  std::error_code failed;
  if (!std::filesystem::exists(path, failed)) return;
  if (read_file(path).find("<meta name=\"generator\" content=\"Sogdia\"/>") == std::string::npos)
    throw Error("the file is there already, and is not a brief", path, "name a file with -o");
}

namespace {

namespace fs = std::filesystem;

bool is_folder(const std::string& path) {
  std::error_code failed;
  return fs::is_directory(path, failed);
}

bool is_study(const std::string& word) {
  std::error_code failed;
  return word.ends_with(".toml") || fs::exists(word, failed);
}

void require_one_subject(const BriefArgs& args) {
  const int subjects = !args.what.empty() + !args.corridor.empty() + !args.article.empty();
  if (subjects != 1 || args.what.size() > 2)
    throw Error(subjects == 0 ? "nothing to write a page on" : "a page is on one thing", "",
                "name a study, a run's folder, a country, two countries, --corridor ID or --article FILE");
  if (args.what.size() == 2 && (is_folder(args.what[0]) || args.what[0].ends_with(".toml")))
    throw Error("a page is on one study", args.what[1], "one page a study; two countries make a pair");
}

// Computes the study, and writes its page.
int write(const BriefArgs& args, const Common& common, const std::string& name, const Result& result,
          const std::string& page) {
  const std::string out = args.out.empty() ? name + ".html" : args.out;
  write_file(out, page);
  print(common.json ? json_text({{"brief", out}, {"warnings", result.warnings}}, 2) + "\n" : out + "\n");
  return result.converged ? 0 : 3;
}

// Before the work: may the page be written where it would be?
void require_place(const BriefArgs& args, const std::string& name, const std::vector<std::string>& inputs) {
  const std::string out = args.out.empty() ? name + ".html" : args.out;
  require_outputs({out}, inputs);
  if (args.out.empty()) require_brief_or_nothing(out);
}

// A study is computed; a run is read, and its figures stay what they were.
int brief_of_file(const BriefArgs& args, const Common& common) {
  const std::string& file = args.what.front();
  const bool is_run = is_folder(file);
  const Study study = is_run ? study_of_run(file) : load_study(file);
  if (!study.estimates.empty())
    throw Error("a study of estimates has no brief", file, "`sogdia run` writes its page");
  const auto world = open_world(common, study);
  std::error_code failed;
  const fs::path path(file);
  const std::string name = (is_run ? fs::canonical(path, failed).filename() : path.stem()).string();
  require_place(args, name, {file, world->folder});
  const Result result = is_run ? read_run(file, study, world, parquet_too())
                               : run_study(study, world, common.threads, terminal_monitor(common));
  return write(args, common, name, result, write_brief(result));
}

// What a file may be called: "EU@2014" and "DEU,FRA" are kept short of marks.
std::string file_name(std::string words) {
  for (char& c : words) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-' && c != '_') c = '_';
  }
  return words;
}

int brief_of_subject(const BriefArgs& args, const Common& common) {
  Study study;
  study.path = "brief";
  std::string name = args.corridor;
  if (!args.corridor.empty()) {
    study.corridors = {args.corridor};
    study.corridors_where = "--corridor";
  } else if (args.what.size() == 2) {
    study.pairs = {{args.what[0], args.what[1]}};
    name = args.what[0] + "-" + args.what[1];
  } else {
    study.countries = args.what;
    name = args.what[0];
  }
  const auto world = open_world(common, study);
  name = file_name(name);
  require_place(args, name, {world->folder});
  study = titled(study, *world);
  const Result result = run_study(study, world, common.threads, terminal_monitor(common));
  return write(args, common, name, result, write_brief(result));
}

int brief_of_article(const BriefArgs& args, const Common& common) {
  const bool piped = args.article == "-";
  const std::string text =
      piped ? std::string{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()}
            : read_file(args.article);
  if (interrupted()) throw Cancelled();
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    throw Error("the article is empty", piped ? "standard input" : args.article, "");
  const std::string name = piped ? "article" : fs::path(args.article).stem().string();
  const auto world = open_world(common, Study());
  require_place(args, name, {args.article, world->folder});
  const Article article = read_article(text, name, args.date, *world);
  const Result result = run_study(study_on(article, *world), world, common.threads, terminal_monitor(common));
  return write(args, common, name, result, write_article_page(article, result));
}

}  // namespace

int verb_brief(const BriefArgs& args, const Common& common) {
  require_one_subject(args);
  if (!args.article.empty()) return brief_of_article(args, common);
  if (args.what.size() == 1 && is_study(args.what.front())) return brief_of_file(args, common);
  return brief_of_subject(args, common);
}

}  // namespace sogdia::tool
