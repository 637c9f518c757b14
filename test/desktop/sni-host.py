#!/usr/bin/python3
"""StatusNotifier watcher and host for tests: a tray without pixels. Items stay until their owner leaves the bus."""
import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

NAME = 'org.kde.StatusNotifierWatcher'
PROPERTIES = 'org.freedesktop.DBus.Properties'


class Watcher(dbus.service.Object):
    def __init__(self, bus):
        self.items = {}
        self.name = dbus.service.BusName(NAME, bus, do_not_queue=True)
        super().__init__(bus, '/StatusNotifierWatcher')
        bus.add_signal_receiver(self.owner_changed, 'NameOwnerChanged', 'org.freedesktop.DBus')

    def owner_changed(self, name, _old, new):
        if new:
            return
        for item, owners in list(self.items.items()):
            if name in owners:
                del self.items[item]
                self.StatusNotifierItemUnregistered(item)

    @dbus.service.method(NAME, in_signature='s', sender_keyword='sender')
    def RegisterStatusNotifierItem(self, service, sender=None):
        # By the specification a bus name; some send the path of the object instead.
        name, path = (sender, service) if service.startswith('/') else (service, '/StatusNotifierItem')
        self.items[name + path] = (name, sender)
        self.StatusNotifierItemRegistered(name + path)

    @dbus.service.method(NAME, in_signature='s')
    def RegisterStatusNotifierHost(self, _service):
        self.StatusNotifierHostRegistered()

    @dbus.service.signal(NAME, signature='s')
    def StatusNotifierItemRegistered(self, item):
        pass

    @dbus.service.signal(NAME, signature='s')
    def StatusNotifierItemUnregistered(self, item):
        pass

    @dbus.service.signal(NAME)
    def StatusNotifierHostRegistered(self):
        pass

    @dbus.service.method(PROPERTIES, in_signature='ss', out_signature='v')
    def Get(self, _interface, name):
        return self.all()[name]

    @dbus.service.method(PROPERTIES, in_signature='s', out_signature='a{sv}')
    def GetAll(self, _interface):
        return self.all()

    def all(self):
        return {
            'RegisteredStatusNotifierItems': dbus.Array(list(self.items), signature='s'),
            'IsStatusNotifierHostRegistered': True,
            'ProtocolVersion': dbus.Int32(0),
        }


dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
watcher = Watcher(dbus.SessionBus())
GLib.MainLoop().run()
