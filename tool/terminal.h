#pragma once
#include <memory>
#include <string>
#include <vector>

#include "sogdia/core/error.h"
#include "sogdia/core/monitor.h"
#include "sogdia/study/asked/study.h"
#include "sogdia/study/world/world.h"
#include "verb.h"

namespace sogdia::tool {

// First of all: streams that the caller closed must not become files.
void open_standard_streams();

// The text without what a terminal would obey: control characters and bytes that are no UTF-8 become \xNN.
std::string printable(const std::string& text);

// The reader of standard output has gone, as `| head` does: no error, and nothing more to print.
struct BrokenPipe {};

// From here on Ctrl-C asks the verb to stop; a second one ends the program at once.
void catch_interrupts();
bool interrupted();

// Progress on stderr where it is a terminal, Ctrl-C as cancellation.
Monitor terminal_monitor(const Common& common);

// Data to stdout; a full disk or a closed stream is an Error, a reader that has gone a BrokenPipe.
void print(const std::string& text);
// Ends the program once all is printed, without giving back memory that ends with it.
[[noreturn]] void leave(int code);
// Talk to stderr, not with --json.
void talk(const Common& common, const std::string& text);
void print_error(const Error& error, bool json);

// Rows under headers in aligned columns; `right` marks columns of numbers.
std::string aligned(const std::vector<std::string>& headers,
                    const std::vector<std::vector<std::string>>& rows, const std::vector<bool>& right);

// 12345.6 -> "12 346"
std::string thousands(double value, int decimals = 0);
// 396 hours -> "16.5 days"
std::string days(double hours);

// The folder of the pack that --world names, or SOGDIA_WORLD, or the one beside the program: installed
// (../share/sogdia/world), else the source tree's.
std::string pack_folder(const Common& common);
World open_world(const Common& common, PackPart part = PackPart::usual);
// The world a study asks for: --world, then [base] world beside the study, then as above.
std::shared_ptr<const World> open_world(const Common& common, const Study& study);
// Its folder; empty for the project's own.
std::string world_path(const Common& common, const Study& study);

}  // namespace sogdia::tool
