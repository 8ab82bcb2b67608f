#pragma once
#include <string>
#include <vector>

#include "sogdia/core/table.h"
#include "sogdia/io/table_io.h"

namespace sogdia {

// A folder that Sogdia writes (a run, an imported pack), whole or not at all: everything goes to
// "DIR.tmp-PID", which commit() puts in the place of DIR in one step. Without commit() (an error, an
// interrupt, a full disk) DIR is as it was and nothing is left; what a killed process left is swept by the
// next folder of the same place.
//
// A folder that stands there is replaced only where `overwrite` and all in it is what its mark says that
// Sogdia wrote (folder_mark.h). A file of the user's, or one that the user changed, refuses it by name,
// before anything is computed and again at commit().
class RunFolder {
 public:
  // `kind` is "run", "estimates" or "world". Throws Error.
  RunFolder(std::string path, bool overwrite, std::string kind = "run", TableFiles files = {});
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;
  ~RunFolder();

  // `name` is relative to the folder, as "tables/corridors.csv"; folders on the way are made.
  void write(const std::string& name, const std::string& text);
  void write(const std::string& name, const Table& table);
  // A copy of a file.
  void copy(const std::string& name, const std::string& from);

  // Names written so far, in order.
  const std::vector<std::string>& files() const { return files_; }
  const std::string& path() const { return path_; }

  // Returns where something of the user's stands that came into the old folder at the last moment; empty
  // otherwise.
  std::string commit();

 private:
  template <typename Write>
  void add(const std::string& name, const Write& write);
  void append(const std::string& line);
  void remove_temporary();

  std::string path_;    // as the user wrote it
  std::string target_;  // without links
  std::string temporary_, kind_;
  TableFiles tables_;
  bool overwrite_;
  bool committed_ = false;
  int mark_ = -1;                  // open and locked while the folder is written
  std::vector<std::string> made_;  // folders above that were made for it, the deepest last
  std::vector<std::string> files_;
};

}  // namespace sogdia
