/** Configuration files of the throw-away desktop. */

/**
 * A session bus on which nothing can be activated: a service is there only if the desktop started it.
 * @param {string} socket
 */
export const busConfig = (
  socket,
) => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

/**
 * Notifications stay at a known place; each one that is shown runs the script.
 * @param {string} script
 * @param {number} seconds how long each stays; 0: until it is clicked
 */
export const dunstConfig = (script, seconds) => `[global]
    monitor = 0
    follow = none
    origin = bottom-right
    offset = 20x20
    width = 380
    height = 200
    font = Noto Sans 10
    markup = full
    format = "<b>%s</b>\\n%b"
    frame_width = 1
    frame_color = "#888888"
    gap_size = 6
    idle_threshold = 0
    sort = no
    show_indicators = no
    history_length = 100
    notification_limit = 10
    mouse_left_click = do_action, close_current
    mouse_middle_click = close_all
    mouse_right_click = close_current

[urgency_low]
    timeout = ${seconds}
[urgency_normal]
    background = "#26292c"
    foreground = "#f2f2f2"
    timeout = ${seconds}
[urgency_critical]
    timeout = ${seconds}

[record]
    script = ${script}
`

/** Writes what dunst shows to the desktop's folder: one file each, fields between NULs, in the order of showing. */
export const noteScript = `#!/bin/sh
name="$TERN_DESKTOP/notes/$(date +%s%N)-$DUNST_ID"
printf '%s\\0' "$DUNST_ID" "$DUNST_APP_NAME" "$DUNST_SUMMARY" "$DUNST_BODY" "$DUNST_URGENCY" > "$name.part"
mv "$name.part" "$name"
`
