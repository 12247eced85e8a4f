// libcurl's write callback for answers that are kept whole.
#pragma once
#include <cstddef>
#include <string>

namespace gavel::sim {

inline std::size_t keep_text(char* data, std::size_t size, std::size_t count, void* into) {
    static_cast<std::string*>(into)->append(data, size * count);
    return size * count;
}

}  // namespace gavel::sim
