// The process in which a stranger's picture is decoded: no files, no network, bounded time and memory, nothing to find. Started by
// worker.hpp from the same program.
#pragma once
#include <string_view>

namespace gavel::image {

// First argument of such a process. A program that uses image::worker begins its main() with:
//   if (image::is_child(argc, argv)) return image::child_main(argv);
inline constexpr std::string_view child_word = "image-child";

bool is_child(int argc, char** argv);
int child_main(char** argv);

}  // namespace gavel::image
