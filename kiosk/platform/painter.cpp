// SPDX-License-Identifier: EUPL-1.2
#define GL_GLEXT_PROTOTYPES
#include "kiosk/platform/painter.hpp"

#include <GL/gl.h>
#include <GL/glext.h>

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string_view>

namespace peilpunt::platform {
namespace {

enum Attribute : GLuint { kPlace, kTexel, kColour };

constexpr const char* kCorner = R"(#version 130
uniform vec2 size;
in vec2 place;
in vec2 texel;
in vec4 colour;
out vec2 at;
out vec4 paint;
void main() {
    at = texel;
    paint = colour;
    gl_Position = vec4(place.x * 2.0 / size.x - 1.0, 1.0 - place.y * 2.0 / size.y, 0.0, 1.0);
})";
constexpr const char* kOpaque = R"(#version 130
in vec4 paint;
out vec4 pixel;
void main() { pixel = paint; })";
constexpr const char* kBlended = R"(#version 130
uniform sampler2D coverage;
in vec2 at;
in vec4 paint;
out vec4 pixel;
void main() { pixel = vec4(paint.rgb, paint.a * texture(coverage, at).r); })";

void add_shader(GLuint program, GLenum kind, const char* source) {
    const GLuint shader = glCreateShader(kind);
    glShaderSource(shader, 1, &source, nullptr);
    glCompileShader(shader);
    glAttachShader(program, shader);
    glDeleteShader(shader);  // goes with the program
}

GLuint make_program(const char* fragment) {
    const GLuint program = glCreateProgram();
    add_shader(program, GL_VERTEX_SHADER, kCorner);
    add_shader(program, GL_FRAGMENT_SHADER, fragment);
    glBindAttribLocation(program, kPlace, "place");
    glBindAttribLocation(program, kTexel, "texel");
    glBindAttribLocation(program, kColour, "colour");
    glLinkProgram(program);
    GLint linked = 0;
    glGetProgramiv(program, GL_LINK_STATUS, &linked);
    if (linked == 0) {
        std::array<char, 512> why{};
        glGetProgramInfoLog(program, static_cast<GLsizei>(why.size()), nullptr, why.data());
        throw std::runtime_error(std::string("OpenGL does not take the kiosk's shaders: ") + why.data());
    }
    return program;
}

const void* offset(std::size_t bytes) { return reinterpret_cast<const void*>(bytes); }

void draw_triangles(const std::vector<std::uint32_t>& corners) {
    if (corners.empty()) return;
    const auto size = static_cast<GLsizeiptr>(corners.size() * sizeof corners[0]);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, size, corners.data(), GL_STREAM_DRAW);
    glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(corners.size()), GL_UNSIGNED_INT, nullptr);
}

}  // namespace

bool draws_in_memory() {
    const auto* name = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
    const std::string_view renderer = name ? name : "";
    return renderer.starts_with("llvmpipe") || renderer.starts_with("softpipe");
}

Painter::Painter(Stage& stage, bool kept)
    : stage_(stage),
      kept_(kept),
      script_(stage.shaper()),
      opaque_(make_program(kOpaque)),
      blended_(make_program(kBlended)) {
    glGenVertexArrays(1, &layout_);
    glGenBuffers(1, &vertices_);
    glGenBuffers(1, &corners_);
    glBindVertexArray(layout_);
    glBindBuffer(GL_ARRAY_BUFFER, vertices_);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, corners_);
    constexpr GLsizei kStep = sizeof(ImDrawVert);
    glEnableVertexAttribArray(kPlace);
    glEnableVertexAttribArray(kTexel);
    glEnableVertexAttribArray(kColour);
    glVertexAttribPointer(kPlace, 2, GL_FLOAT, GL_FALSE, kStep, offset(offsetof(ImDrawVert, pos)));
    glVertexAttribPointer(kTexel, 2, GL_FLOAT, GL_FALSE, kStep, offset(offsetof(ImDrawVert, uv)));
    glVertexAttribPointer(kColour, 4, GL_UNSIGNED_BYTE, GL_TRUE, kStep, offset(offsetof(ImDrawVert, col)));
    glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA);
}

Painter::~Painter() {
    wipe_vertices(0);
    glDeleteTextures(1, &letters_);
    glDeleteBuffers(1, &vertices_);
    glDeleteBuffers(1, &corners_);
    glDeleteVertexArrays(1, &layout_);
    glDeleteProgram(opaque_);
    glDeleteProgram(blended_);
}

void Painter::send_letters() {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    unsigned char* pixels = nullptr;
    int width = 0;
    int height = 0;
    atlas.GetTexDataAsAlpha8(&pixels, &width, &height);
    if (letters_ == 0) glGenTextures(1, &letters_);
    send_coverage(letters_, pixels, width, height);
    atlas.SetTexID(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(letters_)));
    atlas.ClearTexData();
}

void Painter::send_vertices(const Drawing& drawing) {
    const std::size_t size = drawing.vertices.size() * sizeof(ImDrawVert);
    if (size > room_) {
        // A driver may free what it throws away without overwriting it.
        wipe_vertices(0);
        room_ = size + size / 2;
        glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(room_), nullptr, GL_DYNAMIC_DRAW);
    }
    glBufferSubData(GL_ARRAY_BUFFER, 0, static_cast<GLsizeiptr>(size), drawing.vertices.data());
    wipe_vertices(size);
    sent_ = size;
}

void Painter::wipe_vertices(std::size_t from) {
    if (from >= sent_) return;
    const std::vector<std::uint8_t> zeros(sent_ - from);
    glBufferSubData(GL_ARRAY_BUFFER, static_cast<GLintptr>(from), static_cast<GLsizeiptr>(zeros.size()),
                    zeros.data());
}

bool Painter::paint(int width_px, int height_px) {
    if (stage_.prepare_fonts() || letters_ == 0) {
        send_letters();
        forget();
    }
    stage_.frame();
    if (script_.send() || !kept_) forget();
    const Drawing drawing(*ImGui::GetDrawData(), width_px, height_px);
    const std::vector<Box> changed = tiles_.changed(drawing, stage_.background());
    if (changed.empty()) return false;
    send_vertices(drawing);
    for (const Box& part : changed) draw(drawing, part, stage_.background());
    return true;
}

void Painter::draw(const Drawing& drawing, const Box& part, look::Colour background) {
    glViewport(0, 0, drawing.width, drawing.height);
    const bool whole = part == Box{0, 0, drawing.width, drawing.height};
    if (!whole) {
        glEnable(GL_SCISSOR_TEST);
        glScissor(part.left, drawing.height - part.bottom, part.right - part.left, part.bottom - part.top);
    }
    const std::uint32_t rgb = background.rgb();
    glClearColor(static_cast<float>(rgb >> 16 & 0xFFu) / 255, static_cast<float>(rgb >> 8 & 0xFFu) / 255,
                 static_cast<float>(rgb & 0xFFu) / 255, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    for (const GLuint program : {opaque_, blended_}) {
        glUseProgram(program);
        glUniform2f(glGetUniformLocation(program, "size"), static_cast<float>(drawing.width),
                    static_cast<float>(drawing.height));
    }
    for (const Batch& batch : batches(drawing, part)) {
        glUseProgram(opaque_);
        glDisable(GL_BLEND);
        draw_triangles(batch.opaque);
        glUseProgram(blended_);
        glEnable(GL_BLEND);
        for (const Batch::Run& run : batch.blended) {
            glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(reinterpret_cast<std::uintptr_t>(run.texture)));
            draw_triangles(run.corners);
        }
    }
    glDisable(GL_SCISSOR_TEST);
}

}  // namespace peilpunt::platform
