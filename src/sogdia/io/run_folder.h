#pragma once
#include <string>
#include <vector>

#include "sogdia/core/table.h"

namespace sogdia {

// The folder of a run, written whole or not at all: everything goes to "DIR.tmp-<pid>", which commit()
// renames to DIR. Without commit() (an error, an interrupt, a full disk) the temporary folder is removed and
// DIR is as it was.
class RunFolder {
 public:
  // Throws Error where `path` exists, unless `overwrite` and it holds an earlier run (a summary.json) or
  // nothing.
  RunFolder(std::string path, bool overwrite);
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;
  ~RunFolder();

  // `name` is relative to the folder, as "tables/corridors.parquet"; folders on the way are made.
  void write(const std::string& name, const std::string& text);
  void write(const std::string& name, const Table& table);

  // Names written so far, in order.
  const std::vector<std::string>& files() const { return files_; }
  const std::string& path() const { return path_; }

  void commit();

 private:
  std::string prepared(const std::string& name);

  std::string path_, temporary_;
  bool overwrite_;
  bool committed_ = false;
  std::vector<std::string> files_;
};

}  // namespace sogdia
