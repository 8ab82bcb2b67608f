#include <filesystem>
#include <nlohmann/json.hpp>

#include "outputs.h"
#include "sogdia/io/file.h"
#include "sogdia/io/json_text.h"
#include "sogdia/report/brief.h"
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

// The brief is made from the whole result, networks included, so it is computed and not read back from a run.
int verb_brief(const BriefArgs& args, const Common& common) {
  const Study study = load_study(args.study);
  if (!study.estimates.empty())
    throw Error("a study of estimates has no brief", args.study, "`sogdia run` writes its page");
  const auto world = open_world(common, study);
  const std::string out =
      args.out.empty() ? std::filesystem::path(args.study).stem().string() + ".html" : args.out;
  require_outputs({out}, {args.study, world->folder});
  if (args.out.empty()) require_brief_or_nothing(out);
  const Result result = run_study(study, world, common.threads, terminal_monitor(common));
  write_file(out, write_brief(result));
  print(common.json ? json_text({{"brief", out}, {"warnings", result.warnings}}, 2) + "\n" : out + "\n");
  return result.converged ? 0 : 3;
}

}  // namespace sogdia::tool
