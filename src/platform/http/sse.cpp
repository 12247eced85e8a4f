#include "platform/http/sse.hpp"

#include <fmt/format.h>

namespace gavel::http {

std::string format_event(std::string_view event, std::string_view id, std::string_view data) {
    std::string text;
    text.reserve(event.size() + id.size() + data.size() + 24);
    if (!event.empty()) text.append("event: ").append(event).append("\n");
    if (!id.empty()) text.append("id: ").append(id).append("\n");
    return text.append("data: ").append(data).append("\n\n");
}

event_text::event_text(std::string_view events)
    : chunk_(fmt::format("{:x}\r\n", events.size())),
      begin_(chunk_.size()),
      size_(events.size()) {
    chunk_.append(events).append("\r\n");
}

}  // namespace gavel::http
