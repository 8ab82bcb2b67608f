#include <filesystem>
#include <nlohmann/json.hpp>

#include "outputs.h"
#include "sogdia/io/file.h"
#include "sogdia/io/json_text.h"
#include "sogdia/report/brief.h"
#include "sogdia/sql/table_files.h"
#include "sogdia/study/read_run.h"
#include "sogdia/study/run.h"
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

// A study is computed; a run is read, and its figures stay what they were.
Result result_of(const BriefArgs& args, const Common& common, bool is_run, const Study& study,
                 std::shared_ptr<const World> world) {
  return is_run ? read_run(args.study, study, std::move(world), parquet_too())
                : run_study(study, std::move(world), common.threads, terminal_monitor(common));
}

}  // namespace

int verb_brief(const BriefArgs& args, const Common& common) {
  std::error_code failed;
  const std::filesystem::path path(args.study);
  const bool is_run = std::filesystem::is_directory(path, failed);
  const Study study = is_run ? study_of_run(args.study) : load_study(args.study);
  if (!study.estimates.empty())
    throw Error("a study of estimates has no brief", args.study, "`sogdia run` writes its page");
  const auto world = open_world(common, study);
  const auto name = is_run ? std::filesystem::canonical(path, failed).filename() : path.stem();
  const std::string out = args.out.empty() ? name.string() + ".html" : args.out;
  require_outputs({out}, {args.study, world->folder});
  if (args.out.empty()) require_brief_or_nothing(out);
  const Result result = result_of(args, common, is_run, study, world);
  write_file(out, write_brief(result));
  print(common.json ? json_text({{"brief", out}, {"warnings", result.warnings}}, 2) + "\n" : out + "\n");
  return result.converged ? 0 : 3;
}

}  // namespace sogdia::tool
