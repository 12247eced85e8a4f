// Files compiled into the binary by gavel_embed() (cmake/embed.cmake): migrations, templates, the API contract.
#pragma once
#include <cstddef>
#include <string_view>

namespace gavel::embedded {

struct embedded_file {
    std::string_view name;     // file name without folder
    std::string_view content;  // exact bytes
};

}  // namespace gavel::embedded
