#include "platform/http/sse.hpp"

namespace gavel::http {

std::string format_event(std::string_view event, std::string_view id, std::string_view data) {
    std::string text;
    text.reserve(event.size() + id.size() + data.size() + 24);
    if (!event.empty()) text.append("event: ").append(event).append("\n");
    if (!id.empty()) text.append("id: ").append(id).append("\n");
    return text.append("data: ").append(data).append("\n\n");
}

}  // namespace gavel::http
