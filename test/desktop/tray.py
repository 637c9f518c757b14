#!/usr/bin/python3
"""Reads and uses the tray icon of the session bus; answers in JSON. tray.mjs has the commands."""
import hashlib
import json
import struct
import sys
import time
import zlib

import dbus

PROPERTIES = 'org.freedesktop.DBus.Properties'
WATCHER = 'org.kde.StatusNotifierWatcher'
ITEM = 'org.kde.StatusNotifierItem'
MENU = 'com.canonical.dbusmenu'
bus = dbus.SessionBus()


def items():
    watcher = dbus.Interface(bus.get_object(WATCHER, '/StatusNotifierWatcher'), PROPERTIES)
    return [str(item) for item in watcher.Get(WATCHER, 'RegisteredStatusNotifierItems')]


def item():
    there = items()
    if not there:
        sys.exit('there is no tray icon')
    service, path = there[0].split('/', 1)
    return service, bus.get_object(service, '/' + path)


def icon():
    """The picture as a PNG. On some desktops Chromium gives the name of a file instead of the pixels."""
    values = dbus.Interface(item()[1], PROPERTIES).GetAll(ITEM)
    if not values.get('IconPixmap'):
        with open('%s/%s.png' % (values['IconThemePath'], values['IconName']), 'rb') as file:
            return file.read()
    pictures = [(int(width), int(height), bytes(data)) for width, height, data in values['IconPixmap']]
    return png(*max(pictures, key=lambda picture: picture[0]))


def png(width, height, argb):
    rows = b''
    for y in range(height):
        row = argb[y * width * 4 : (y + 1) * width * 4]
        pixels = (row[i + 1 : i + 4] + row[i : i + 1] for i in range(0, len(row), 4))
        rows += b'\0' + b''.join(pixels)

    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))

    head = struct.pack('>IIBBBBB', width, height, 8, 6, 0, 0, 0)
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head) + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b'')


def info():
    values = dbus.Interface(item()[1], PROPERTIES).GetAll(ITEM)
    tooltip = values.get('ToolTip')
    return {
        'id': str(values.get('Id')),
        'title': str(values.get('Title')),
        'status': str(values.get('Status')),
        'tooltip': str(tooltip[2]) if tooltip else '',
        'icons': [[int(w), int(h)] for w, h, _ in values.get('IconPixmap') or []],
        'iconHash': hashlib.sha256(icon()).hexdigest()[:16],
    }


def menu():
    service, thing = item()
    path = dbus.Interface(thing, PROPERTIES).Get(ITEM, 'Menu')
    found = dbus.Interface(bus.get_object(service, path), MENU)
    try:
        found.AboutToShow(0)
    except dbus.DBusException as thrown:
        print('AboutToShow:', thrown, file=sys.stderr)
    return found, flat(found.GetLayout(0, -1, dbus.Array([], signature='s'))[1])


def flat(node, depth=0):
    number, values, children = node
    lines = []
    if number:
        lines.append(
            {
                'id': int(number),
                'depth': depth,
                # A lone underscore marks the access key; two stand for one.
                'label': str(values.get('label', '')).replace('__', '\0').replace('_', '').replace('\0', '_'),
                'enabled': bool(values.get('enabled', True)),
                'visible': bool(values.get('visible', True)),
                'separator': str(values.get('type', 'standard')) == 'separator',
            }
        )
    for child in children:
        lines += flat(child, depth + 1)
    return lines


def click(label):
    found, lines = menu()
    wanted = [line for line in lines if line['label'] == label]
    if not wanted:
        sys.exit('no such line in the tray menu: %s; there are: %s' % (label, [line['label'] for line in lines]))
    found.Event(wanted[0]['id'], 'clicked', dbus.Int32(0, variant_level=1), dbus.UInt32(int(time.time())))
    return wanted[0]


def activate():
    dbus.Interface(item()[1], ITEM).Activate(5, 5)
    return True


def save(path):
    data = icon()
    with open(path, 'wb') as file:
        file.write(data)
    width, height = struct.unpack('>II', data[16:24])
    return {'width': width, 'height': height}


commands = {
    'list': items,
    'info': info,
    'menu': lambda: menu()[1],
    'click': click,
    'activate': activate,
    'icon': save,
}
print(json.dumps(commands[sys.argv[1]](*sys.argv[2:]), ensure_ascii=False))
